package door

import (
	"context"
	"time"

	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/ticket"
)

// VenueKey is what an event's venue codes are made from without a network.
type VenueKey struct {
	Epoch  int
	Secret string // base64url
	Step   int    // seconds
}

// Event is an event as the door needs it.
type Event struct {
	ID, Title, Place string
	StartsAt, EndsAt time.Time
	Status           event.Status
	TimeZone         string
	Shifts           []*Shift
}

// Shift is one of its shifts.
type Shift struct {
	ID, Name         string
	StartsAt, EndsAt time.Time
	Capacity         *int // nil: unlimited
}

// Row is the least that the door must know of somebody who signed up.
type Row struct {
	SignUpID, PersonID                  string
	Number                              int
	Name, PhoneTail, Search             string
	ShiftID                             string
	Status                              signup.Status
	WalkIn                              bool
	CheckedInAt, CheckedOutAt, AbsentAt *time.Time
	Card                                int
}

// Roster is what a phone stores to run the door without a network.
type Roster struct {
	Event    *Event
	Counts   *roster.Counts
	Revision int64
	Fresh    bool
	Rows     []*Row
	Next     *page.Cursor
	Now      time.Time
	Keys     []*ticket.Key
	Venue    *VenueKey
	DeleteAt time.Time
}

// Roster reads it.
func (d *Door) Roster(ctx context.Context, eventID string, since *int, after *page.Cursor) (*Roster, error) {
	return nil, errLater
}

// Kiosk is what a tablet at the entrance shows.
type Kiosk struct {
	Event  *Event
	Counts *roster.Counts
	Code   *VenueCode
	Venue  *VenueKey
	Now    time.Time
	Last   []*Arrival
}

// Kiosk reads it.
func (d *Door) Kiosk(ctx context.Context, eventID string) (*Kiosk, error) { return nil, errLater }
