package door

import (
	"context"
	"time"

	"linli/server/access"
	"linli/server/roster"
)

// Kiosk is what a tablet at the entrance shows.
type Kiosk struct {
	Event  *Event
	Counts *roster.Counts
	Code   *VenueCode
	Venue  *VenueKey
	Now    time.Time
	Last   []*Arrival
}

// lastAtEvent reads the newest first: those of one event, whenever it was.
const lastAtEvent = arrived + `WHERE s.event_id = $1 AND s.checked_in_at IS NOT NULL
ORDER BY s.checked_in_at DESC, s.id DESC LIMIT $2`

// Kiosk reads it, for whoever runs the door of the event and its devices of either kind: NOT_FOUND, UNAUTHENTICATED or
// FORBIDDEN else.
func (d *Door) Kiosk(ctx context.Context, eventID string) (*Kiosk, error) {
	e, err := access.Event(ctx, d.store.Client(), "kiosk", eventID)
	if err != nil {
		return nil, err
	}
	k := &Kiosk{Code: d.codeNow(e), Venue: d.venueKey(e), Now: d.store.Now()}
	if k.Event, err = d.EventOf(ctx, e); err != nil {
		return nil, err
	}
	if k.Counts, err = d.rosters.Counts(ctx, e.ID); err != nil {
		return nil, err
	}
	k.Last, err = d.last(ctx, lastAtEvent, e.ID, shown)
	return k, err
}
