package device

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/server/access"
	"linli/server/door"
	"linli/server/keys"
	"linli/server/viewer"
)

// Offer is what a link makes of the phone that opens it, or why it does not any more: its state is then not Invited.
type Offer struct {
	Kind      device.Kind
	Name      string
	State     State
	Event     *door.Event
	ExpiresAt time.Time // of the device, once it is claimed
}

// Offer reads a link for whoever holds it and changes nothing; nil for one that is unknown, RATE_LIMITED as Claim is.
func (d *Devices) Offer(ctx context.Context, link string) (*Offer, error) {
	if err := d.claims.Take(viewer.From(ctx).Address); err != nil {
		return nil, err
	}
	row, err := d.store.Client().Device.Query().Where(device.LinkHash(keys.TokenHash(link))).WithEvent().Only(viewer.Internal(ctx))
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, access.Hide(err)
	}
	of, err := d.door.EventOf(ctx, row.Edges.Event)
	if err != nil {
		return nil, err
	}
	return &Offer{Kind: row.Kind, Name: row.Name, State: stateOf(row, d.store.Now()), Event: of, ExpiresAt: row.ExpiresAt}, nil
}
