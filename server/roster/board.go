package roster

import (
	"math"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/store"
)

// board is what a verb knows of one event's roster under its lock. It is read once, changed in memory by pure decisions in
// order of arrival, and written back in bulk: any number of requests for one event can share a board, a transaction and
// a lock.
type board struct {
	event  *db.Event
	now    time.Time
	lines  map[string]*line        // by shift
	people map[string]*db.Person   // those who want a place, locked
	busy   map[string][]*db.SignUp // by person: her active sign-ups around the shifts on the board
	rows   map[string]*db.SignUp   // by id: those that a request names or that make somebody busy

	fresh   []*db.SignUp // to be inserted
	changed []*db.SignUp // to be updated; a row may stand here twice
	told    []told
	deeds   []store.Deed
}

// line is one shift, its counters as they will be, and the front of its queue.
type line struct {
	shift *db.Shift
	was   db.Shift
	queue []*db.SignUp // waiting, by place
}

// Active are the statuses that hold a place or wait for one.
var Active = []signup.Status{signup.StatusCONFIRMED, signup.StatusOFFERED, signup.StatusWAITLISTED}

// Final tells whether a sign-up is over.
func Final(s signup.Status) bool { return !slices.Contains(Active, s) }

// free is how many places nobody holds; walk-ins hold places too.
func free(s *db.Shift) int {
	if s.Capacity == nil {
		return math.MaxInt
	}
	return max(0, *s.Capacity-s.Confirmed-s.Offered)
}

// count moves the counters of the shift for one person who gets (+1) or leaves (-1) a status.
func (l *line) count(s *db.SignUp, n int) {
	switch s.Status {
	case signup.StatusCONFIRMED:
		l.shift.Confirmed += n
		if s.WalkIn {
			l.shift.WalkedIn += n
		}
	case signup.StatusOFFERED:
		l.shift.Offered += n
	case signup.StatusWAITLISTED:
		l.shift.Waitlisted += n
	}
}

// move gives a row of the board another status.
func (b *board) move(s *db.SignUp, to signup.Status) {
	l := b.lines[s.ShiftID]
	l.count(s, -1)
	if s.Status == signup.StatusWAITLISTED {
		l.leave(s.ID)
	}
	s.Status, s.OfferExpiresAt, s.ChangedRevision = to, nil, b.event.RosterVersion
	l.count(s, +1)
	b.changed = append(b.changed, s)
}

func (l *line) leave(id string) {
	for i, s := range l.queue {
		if s.ID == id {
			l.queue = append(l.queue[:i:i], l.queue[i+1:]...)
			return
		}
	}
}

// settle gives the free places of a line to whoever is next, and returns the rows that got one.
func (b *board) settle(l *line) []*db.SignUp {
	if closed(b.event, l.shift, b.now) != nil {
		return nil
	}
	var lucky []*db.SignUp
	for _, p := range next(free(l.shift), parties(l.queue)) {
		for _, s := range p {
			b.move(s, signup.StatusCONFIRMED)
			lucky = append(lucky, s)
		}
	}
	return lucky
}

// promote settles a line and tells those who waited.
func (b *board) promote(l *line) {
	b.tell(told{kind: promoted, byRule: true}, b.settle(l)...)
}

// untouched tells whether there is nothing to write.
func (b *board) untouched() bool { return len(b.fresh)+len(b.changed) == 0 }
