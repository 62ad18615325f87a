package roster

import (
	"math"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	inbox "linli/server/notice"
	"linli/server/store"
	"linli/server/viewer"
)

// board is what a batch knows of its events' rosters under their locks. It is read once, changed in memory by pure decisions
// in order of arrival, and written back in bulk: any number of requests share a board, a transaction and a lock.
type board struct {
	events  map[string]*db.Event
	now     time.Time
	lines   map[string]*line           // by shift
	people  map[string]*db.Person      // those who want a place, locked
	busy    map[string][]*db.SignUp    // by person: her active sign-ups around the shifts on the board
	rows    map[string]*db.SignUp      // by id: those that a request names or that make somebody busy
	inside  map[string]map[string]bool // by shift that keeps places: who of the people is of its unit
	reached map[string]reach           // of those who wait
	late    []*db.SignUp               // offers that have run out, by deadline

	by      *viewer.Viewer // whose turn it is; nil: the clock's
	fresh   []*db.SignUp   // to be inserted
	changed []*db.SignUp   // to be updated; a row may stand here twice
	steps   []made
	told    []inbox.News
	deeds   []store.Deed
	ring    []*db.SignUp // offers to be told of by SMS
}

// line is one shift, its counters as they will be, and the front of its queue.
type line struct {
	event *db.Event
	shift *db.Shift
	was   db.Shift
	queue []*db.SignUp // waiting, by place
}

// Active are the statuses that hold a place or wait for one.
var Active = []signup.Status{signup.StatusCONFIRMED, signup.StatusOFFERED, signup.StatusWAITLISTED}

// Final tells whether a sign-up is over.
func Final(s signup.Status) bool { return !slices.Contains(Active, s) }

// free is how many places nobody has, held ones included; walk-ins have places too.
func free(s *db.Shift) int {
	if s.Capacity == nil {
		return math.MaxInt
	}
	return max(0, *s.Capacity-s.Confirmed-s.Offered)
}

// keptLeft is how many places are still kept for the people of a unit.
func keptLeft(s *db.Shift, now time.Time) int {
	if s.KeptUntil == nil || !now.Before(*s.KeptUntil) {
		return 0
	}
	return max(0, s.Kept-s.KeptTaken)
}

// count moves the counters of the shift for one person who gets (+1) or leaves (-1) a status.
func (l *line) count(s *db.SignUp, n int) {
	switch s.Status {
	case signup.StatusCONFIRMED:
		l.shift.Confirmed += n
		if s.WalkIn {
			l.shift.WalkedIn += n
			return
		}
	case signup.StatusOFFERED:
		l.shift.Offered += n
	case signup.StatusWAITLISTED:
		l.shift.Waitlisted += n
		return
	default:
		return
	}
	if s.Inside {
		l.shift.KeptTaken += n
	}
}

// move gives a row of the board another status.
func (b *board) move(s *db.SignUp, to signup.Status) {
	l := b.lines[s.ShiftID]
	l.count(s, -1)
	if s.Status == signup.StatusWAITLISTED {
		l.leave(s.ID)
	}
	s.Status, s.OfferExpiresAt = to, nil
	if Final(to) {
		s.ToCall = false
	}
	l.count(s, +1)
	b.touch(s)
}

// touch notes that a row is to be written.
func (b *board) touch(s *db.SignUp) {
	s.ChangedRevision = b.events[s.EventID].RosterVersion
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

// asNow is the answer with rows as they stand after the decision: what later ones of the batch make of them does not show.
func (b *board) asNow(rows ...*db.SignUp) []*SignUp {
	all := make([]*SignUp, len(rows))
	for i, s := range rows {
		row := *s
		all[i] = &SignUp{SignUp: &row, QueuePosition: b.lines[s.ShiftID].position(s)}
	}
	return all
}

// position is where a row stands in the queue; nil when it does not wait, or stands behind what was read of the queue: then
// it is counted when the batch has been written.
func (l *line) position(s *db.SignUp) *int {
	at := slices.Index(l.queue, s) + 1
	if at == 0 {
		return nil
	}
	if s.Place >= Place(l.event, 0) { // of this batch: behind what was not read too
		at += l.shift.Waitlisted - len(l.queue)
	}
	return &at
}

// untouched tells whether there is nothing to write.
func (b *board) untouched() bool {
	for _, l := range b.lines {
		if l.differs() {
			return false
		}
	}
	return len(b.fresh)+len(b.changed)+len(b.steps) == 0
}
