// Package roster holds who is in: sign-ups, the queue and their counts.
package roster

import (
	"linli/ent/db"
	"linli/server/keys"
	"linli/server/store"
)

// SignUp is a row of the roster and what follows from it.
type SignUp struct {
	*db.SignUp
	// QueuePosition is 1 for who is next; nil when not waiting.
	QueuePosition *int
}

// ShiftCounts are the counters of one shift: people, each person of a household counted.
type ShiftCounts struct {
	ShiftID                                   string
	Capacity                                  *int // nil: unlimited
	Confirmed, Offered, Waitlisted, CheckedIn int
	Held                                      int // free places that a printed rule holds
}

// Counts are the counters of an event at one revision.
type Counts struct {
	EventID                                   string
	Revision                                  int64 // the event's roster_version
	Capacity                                  *int  // nil if any shift is unlimited
	Confirmed, Offered, Waitlisted, CheckedIn int
	Held                                      int
	Shifts                                    []*ShiftCounts
}

// Change is what a reader of the live roster gets: the rows that changed since the last message.
type Change struct {
	EventID  string
	Revision int64
	Counts   *Counts
	SignUps  []*SignUp
	Partial  bool // more changed than these rows
}

// Rosters answers and changes who is in.
type Rosters struct {
	store *store.Store
	keys  *keys.Keys
	turns turns
}

// New works on this database.
func New(s *store.Store, k *keys.Keys) *Rosters { return &Rosters{store: s, keys: k} }
