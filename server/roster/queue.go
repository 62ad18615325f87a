package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/store"
)

// pageOfQueue is how much of a queue is read at once.
const pageOfQueue = 200

// findQueues reads the front of each queue that may move: as much of it as could be admitted by what is free now and what
// the requests may let go.
func (b *board) findQueues(ctx context.Context, tx *store.Tx, n *needs) error {
	named, leaving := map[string]bool{}, map[string]int{} // a party may go as a whole
	for _, id := range append(n.signUps, n.parties...) {
		if s := b.rows[id]; s != nil {
			named[s.Party] = true
		}
	}
	for _, s := range b.late {
		named[s.Party] = true
	}
	for _, s := range b.rows {
		if named[s.Party] && !Final(s.Status) {
			leaving[s.ShiftID]++
		}
	}
	for _, l := range b.lines {
		if l.shift.Waitlisted == 0 {
			continue
		}
		most := min(l.shift.Waitlisted, free(l.shift)) + leaving[l.shift.ID]
		if n.whole || most > 0 && keptLeft(&l.was, b.now) > 0 {
			most = l.shift.Waitlisted + 1 // who may have a kept place can stand anywhere
		}
		if most == 0 {
			continue
		}
		if err := l.read(ctx, tx, most); err != nil {
			return err
		}
		for i, s := range l.queue { // one row, one value
			if known := b.rows[s.ID]; known != nil {
				l.queue[i] = known
			} else {
				b.rows[s.ID] = s
			}
		}
	}
	return nil
}

// read reads the queue from its front until it surely holds enough for so many places: that many people who wait alone
// and so fit any place, or all.
func (l *line) read(ctx context.Context, tx *store.Tx, most int) error {
	var rows []*db.SignUp
	for {
		q := tx.SignUp.Query().Where(signup.ShiftID(l.shift.ID), signup.StatusEQ(signup.StatusWAITLISTED))
		if n := len(rows); n > 0 {
			last := rows[n-1]
			q.Where(signup.Or(signup.PlaceGT(last.Place), signup.And(signup.Place(last.Place), signup.IDGT(last.ID))))
		}
		page, err := q.Order(signup.ByPlace(), signup.ByID()).Limit(pageOfQueue).All(ctx)
		if err != nil {
			return err
		}
		rows = append(rows, page...)
		if len(page) < pageOfQueue {
			l.queue = rows
			return nil
		}
		if whole := dropLast(rows); alone(whole) >= most {
			l.queue = whole
			return nil
		}
	}
}

// dropLast leaves out the last party, which may go on behind what was read.
func dropLast(rows []*db.SignUp) []*db.SignUp {
	n := len(rows)
	for last := rows[n-1].Party; n > 0 && rows[n-1].Party == last; {
		n--
	}
	return rows[:n:n]
}

// alone counts the parties of one.
func alone(rows []*db.SignUp) int {
	n := 0
	for _, p := range parties(rows) {
		if len(p) == 1 {
			n++
		}
	}
	return n
}

// findReached reads who of those that may be offered a place can be told of it now.
func (b *board) findReached(ctx context.Context, tx *store.Tx, n *needs) error {
	var people []string
	for _, l := range b.lines {
		for _, s := range l.queue {
			people = append(people, s.PersonID)
		}
	}
	if len(n.signUps)+len(n.parties)+len(b.late) > 0 || n.whole {
		people = append(people, n.people...) // who comes in this batch may be next in the same
	}
	if len(people) == 0 {
		return nil
	}
	var err error
	b.reached, err = reached(ctx, tx, unique(people), tx.Outbox())
	return err
}
