// Package roster holds who is in: sign-ups, the queue and their counts.
package roster

import (
	"cmp"

	"entgo.io/ent/dialect"

	"linli/ent/db"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/ticket"
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

	draft     bool
	rowsSince int64 // the revision at which rows were last deleted
}

// Public tells whether everybody who may see the event reads the same: drafts are shown to few, who may become fewer.
func (c *Counts) Public() bool { return !c.draft }

// Change is what a reader of the live roster gets: the rows that changed since the revision that she has, or the first page.
type Change struct {
	EventID  string
	Revision int64
	Counts   *Counts
	SignUps  []*SignUp
	Fresh    bool // the rows are the whole first page and take the place of what was shown
	Partial  bool // there are more rows, or more that changed, than these
}

// Rosters answers and changes who is in.
type Rosters struct {
	store    *store.Store
	tickets  *ticket.Tickets
	admitter *admitter
	eventOf  *eventOf
}

// Options are how changes are admitted; the zero value is the usual way.
type Options struct {
	// Batch is the most requests that one transaction decides, 256 if 0; 1 gives each a transaction of its own.
	Batch int
	// Queue is the most requests that wait in front of one event, 4096 if 0.
	Queue int
}

// New works on this database.
func New(s *store.Store, k *keys.Keys, o Options) *Rosters {
	r := &Rosters{store: s, tickets: ticket.New(s, k), eventOf: newEventOf(s)}
	r.admitter = &admitter{serve: r.serve, batch: cmp.Or(o.Batch, 256), queue: cmp.Or(o.Queue, 4096), atOnce: 1, lineups: map[string]*lineup{}}
	if s.Dialect == dialect.Postgres {
		r.admitter.atOnce = 2 // SQLite has one writer; here one batch is decided while the other is flushed. More make them smaller.
	}
	return r
}
