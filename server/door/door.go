// Package door holds what happens at the entrance: the append-only log of arrivals and leavings.
package door

import (
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"linli/ent/db/attendanceentry"
	"linli/server/keys"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/throttle"
)

// Entry is one line as the device made it.
type Entry struct {
	ID        string // a UUID made by the device
	EventID   string
	Method    attendanceentry.Method
	At        time.Time
	Direction *attendanceentry.Direction
	Undoes    *string
	SignUpID  *string
	Ticket    *string
	PersonID  *string
	ShiftID   *string
	Name      *string
	PhoneTail *string
	VenueCode *string
	Reason    *string `json:",omitempty"` // older fingerprints do not know it
}

// From is what a batch says of where it comes from.
type From struct {
	SentAt *time.Time // the device's clock at sending
	Sender *string    // the person or device that made the entries
}

// Result answers one entry.
type Result struct {
	ID       string
	Accepted bool
	Warnings []string
	SignUpID *string // of whom it is about, if she is signed up
	Row      *Row
}

// VenueCode is what the lead's screen shows at the venue.
type VenueCode struct {
	Code      string
	ChangesAt time.Time
}

// Door answers and keeps the log of the door.
type Door struct {
	store   *store.Store
	keys    *keys.Keys
	rosters *roster.Rosters
	log     *roster.Shared[*batch]
	numbers *lru.Cache[string, *numbering] // by event

	codesByPerson *throttle.Limiter
}

// New works on this database; limits switches the throttle of venue codes on.
func New(s *store.Store, k *keys.Keys, r *roster.Rosters, limits bool) *Door {
	d := &Door{store: s, keys: k, rosters: r}
	d.log = roster.Share(r, d.write)
	d.numbers, _ = lru.New[string, *numbering](numbered) // fails only for a size below one
	if limits {                                          // a household has at most 20 people; five of the million codes hold at any moment
		d.codesByPerson = throttle.New(30, 10*time.Minute, s.Now)
	}
	return d
}
