package roster

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/store"
)

// needs is what a request wants to find on the board.
type needs struct {
	shifts  []string
	people  []string // who want a place
	signUps []string // which may be let go
}

// open locks the event and reads its board: the number of queries does not depend on how much is asked for.
func open(ctx context.Context, tx *store.Tx, eventID string, n needs) (*board, error) {
	e, err := Lock(ctx, tx, eventID)
	if err != nil {
		return nil, err
	}
	return readBoard(ctx, tx, e, n)
}

// readBoard reads the board of an event whose lock is held.
func readBoard(ctx context.Context, tx *store.Tx, e *db.Event, n needs) (*board, error) {
	b := &board{event: e, now: tx.Now(), lines: map[string]*line{}, people: map[string]*db.Person{},
		busy: map[string][]*db.SignUp{}, rows: map[string]*db.SignUp{}}
	for _, step := range []func(context.Context, *store.Tx, *needs) error{b.findRows, b.findLines, b.lockPeople, b.findBusy, b.findQueues} {
		if err := step(ctx, tx, &n); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *board) findRows(ctx context.Context, tx *store.Tx, n *needs) error {
	if len(n.signUps) == 0 {
		return nil
	}
	rows, err := tx.SignUp.Query().Where(signup.IDIn(n.signUps...), signup.EventID(b.event.ID)).All(ctx)
	for _, s := range rows {
		b.rows[s.ID] = s
		n.shifts = append(n.shifts, s.ShiftID)
	}
	return err
}

func (b *board) findLines(ctx context.Context, tx *store.Tx, n *needs) error {
	shifts, err := tx.Shift.Query().Where(shift.IDIn(n.shifts...), shift.EventID(b.event.ID)).All(ctx)
	for _, s := range shifts {
		b.lines[s.ID] = &line{shift: s, was: *s}
	}
	return err
}

// lockPeople keeps one person from getting two places at the same time in two events. Events are locked first, then
// people in the order of their ids, so that two requests never wait for each other. SQLite has one writer: no need there.
func (b *board) lockPeople(ctx context.Context, tx *store.Tx, n *needs) error {
	if len(n.people) == 0 {
		return nil
	}
	q := tx.Person.Query().Where(person.IDIn(n.people...)).Order(person.ByID())
	q.Select(person.FieldID, person.FieldCommunityID)
	if tx.Postgres() {
		q.Modify(func(s *sql.Selector) { s.For("NO KEY UPDATE") }) // new rows may still point at the person
	}
	people, err := q.All(ctx)
	for _, p := range people {
		b.people[p.ID] = p
	}
	return err
}

// findBusy reads what the people have at the time of the shifts on the board.
func (b *board) findBusy(ctx context.Context, tx *store.Tx, n *needs) error {
	if len(n.people) == 0 || len(b.lines) == 0 {
		return nil
	}
	var from, until time.Time
	for _, l := range b.lines {
		if from.IsZero() || l.shift.StartsAt.Before(from) {
			from = l.shift.StartsAt
		}
		if l.shift.EndsAt.After(until) {
			until = l.shift.EndsAt
		}
	}
	rows, err := tx.SignUp.Query().Where(signup.PersonIDIn(n.people...), signup.StatusIn(Active...), func(s *sql.Selector) {
		t := sql.Table(shift.Table)
		s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
		s.Where(sql.And(sql.LT(t.C(shift.FieldStartsAt), until), sql.GT(t.C(shift.FieldEndsAt), from)))
	}).WithShift().WithEvent().All(ctx)
	for _, s := range rows {
		if known := b.rows[s.ID]; known != nil {
			known.Edges, s = s.Edges, known
		}
		b.rows[s.ID] = s
		b.busy[s.PersonID] = append(b.busy[s.PersonID], s)
	}
	return err
}
