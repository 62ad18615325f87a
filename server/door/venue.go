package door

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/server/access"
)

// step is how long a venue code is shown; window is how many steps before and after still hold, for clocks that differ
// and for thumbs that take their time.
const (
	step   = 30 * time.Second
	window = 2
)

// stepOf numbers the steps since 1970.
func stepOf(at time.Time) int64 { return at.Unix() / int64(step/time.Second) }

// VenueCode is the event's code of this moment, for those who may lead it and its door devices.
func (d *Door) VenueCode(ctx context.Context, eventID string) (*VenueCode, error) {
	e, err := access.Event(ctx, d.store.Client(), "door", eventID)
	if err != nil {
		return nil, err
	}
	return d.codeNow(e), nil
}

func (d *Door) codeNow(e *db.Event) *VenueCode {
	now := d.store.Now()
	return &VenueCode{Code: code(d.venueSecret(e, e.VenueEpoch), stepOf(now)), ChangesAt: now.Truncate(step).Add(step)}
}

// venueSecret is what the codes of an event are made from until one of its devices is revoked.
func (d *Door) venueSecret(e *db.Event, epoch int) []byte {
	return d.keys.VenueMAC(e.ID, "epoch "+strconv.Itoa(epoch))
}

// code is the six digits of one step, as the API's VenueKey says.
func code(secret []byte, step int64) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write(strconv.AppendInt(nil, step, 10)) // never fails
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(mac.Sum(nil))%1_000_000)
}

// countCodes bounds how many venue codes a person may try, so that none is found by trying.
func (d *Door) countCodes(sender string, batch []*Entry) error {
	for _, e := range batch {
		if e.Method != attendanceentry.MethodVENUE_CODE {
			continue
		}
		if err := d.codesByPerson.Take(sender); err != nil {
			return err
		}
	}
	return nil
}

// shownAt is the step of a code that was shown at this event within the window around a time; nil: it was not. What was made
// from a key before this one holds for times before the device was revoked that knew it.
func (b *book) shownAt(typed string, at time.Time) *int64 {
	var found *int64
	for back := 0; back <= b.event.VenueEpoch; back++ {
		if back > 0 && (back > len(b.revoked) || !at.Before(b.revoked[len(b.revoked)-back])) {
			break
		}
		secret := b.door.venueSecret(b.event, b.event.VenueEpoch-back)
		for n := stepOf(at) - window; n <= stepOf(at)+window; n++ {
			if hmac.Equal([]byte(typed), []byte(code(secret, n))) {
				found = &n
			}
		}
	}
	return found
}
