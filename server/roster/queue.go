package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/store"
)

// pageOfQueue is how much of a queue is read at once.
const pageOfQueue = 200

// findQueues reads the front of each queue that may move: as much of it as could be admitted by what is free now and
// what the requests let go.
func (b *board) findQueues(ctx context.Context, tx *store.Tx, n *needs) error {
	for _, l := range b.lines {
		if l.shift.Waitlisted == 0 {
			continue
		}
		most := l.shift.Waitlisted
		if f := free(l.shift); f < most {
			most = f
		}
		for _, id := range n.signUps {
			if s := b.rows[id]; s != nil && s.ShiftID == l.shift.ID && !Final(s.Status) {
				most++
			}
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
