package door

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"linli/ent/db/attendanceentry"
	"linli/server/access"
)

// step is how long a venue code is shown; window is how many steps before and after still hold, for clocks that differ
// and for thumbs that take their time.
const (
	step   = 30 * time.Second
	window = 2
)

// VenueCode is the event's code of this moment, for those who may lead it.
func (d *Door) VenueCode(ctx context.Context, eventID string) (*VenueCode, error) {
	e, err := access.Event(ctx, d.store.Client(), "door", eventID)
	if err != nil {
		return nil, err
	}
	now := d.store.Now()
	return &VenueCode{Code: d.code(e.ID, now), ChangesAt: now.Truncate(step).Add(step)}, nil
}

// code is six digits that follow from the event and the step of time.
func (d *Door) code(eventID string, at time.Time) string {
	mac := d.keys.VenueMAC(eventID, strconv.FormatInt(at.Unix()/int64(step/time.Second), 10))
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(mac)%1_000_000)
}

// countCodes bounds how many venue codes a person may try, so that none is found by trying.
func (d *Door) countCodes(personID string, batch []*Entry) error {
	for _, e := range batch {
		if e.Method != attendanceentry.MethodVENUE_CODE {
			continue
		}
		if err := d.codesByPerson.Take(personID); err != nil {
			return err
		}
	}
	return nil
}

// fresh tells whether a code was shown at this event within the window around now.
func (d *Door) fresh(eventID, code string, now time.Time) bool {
	ok := false
	for i := -window; i <= window; i++ {
		ok = hmac.Equal([]byte(code), []byte(d.code(eventID, now.Add(time.Duration(i)*step)))) || ok
	}
	return ok
}
