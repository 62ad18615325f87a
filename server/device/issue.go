package device

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/ent/db/event"
	"linli/server/access"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// longest is how many characters the name of a device may have.
const longest = 40

// Issue makes a link that makes one phone or tablet a device of the event's door, once, until the event ends. For those who
// may lead it: NOT_FOUND, UNAUTHENTICATED or FORBIDDEN else. BAD_USER_INPUT for the name, CLOSED when the event is over or
// cancelled, CONFLICT with reason TOO_MANY when it has had 50 devices.
func (d *Devices) Issue(ctx context.Context, eventID string, kind device.Kind, name string) (*Link, error) {
	if _, err := access.Event(ctx, d.store.Client(), "issueDevice", eventID); err != nil {
		return nil, err
	}
	name, err := text.Line("name", name, longest)
	if err != nil {
		return nil, err
	}
	token := keys.Token()
	var row *db.Device
	err = d.door.Alone(ctx, eventID, func(ctx context.Context, tx *store.Tx, e *db.Event) error {
		if err := open(ctx, tx, e); err != nil {
			return err
		}
		create := tx.Device.Create().SetCreatedAt(tx.Now()).SetCommunityID(e.CommunityID).SetEventID(e.ID).SetKind(kind).SetName(name).
			SetIssuedBy(viewer.From(ctx).PersonID).SetLinkHash(keys.TokenHash(token)).
			SetLinkExpiresAt(e.EndsAt).SetExpiresAt(e.EndsAt.Add(events.DevicesLast))
		if kind == device.KindKIOSK {
			create.SetPin(pin())
		}
		if row, err = create.Save(ctx); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: e.CommunityID, Verb: "issueDevice", Subject: row.ID})
	})
	if err != nil {
		return nil, err
	}
	issued, err := d.byID(ctx, row.ID)
	return &Link{Device: issued, URL: d.url + "/d/" + token, ExpiresAt: row.LinkExpiresAt}, err
}

// open refuses a device for an event that has no door any more, or enough devices.
func open(ctx context.Context, tx *store.Tx, e *db.Event) error {
	switch {
	case e.Status == event.StatusCANCELLED:
		return fault.New(fault.Closed, "This event is cancelled.").Because("CANCELLED")
	case !e.EndsAt.After(tx.Now()):
		return fault.New(fault.Closed, "This event is over.").Because("OVER")
	}
	n, err := tx.Device.Query().Where(device.EventID(e.ID)).Count(ctx)
	if err == nil && n >= most {
		return fault.New(fault.Conflict, "An event has at most %d devices.", most).Because("TOO_MANY").With("most", most)
	}
	return err
}

// pin is four digits.
func pin() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10_000))
	if err != nil {
		panic(err) // the reader never fails
	}
	return fmt.Sprintf("%04d", n)
}
