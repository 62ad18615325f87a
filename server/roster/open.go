package roster

import (
	"context"
	"maps"
	"slices"
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
	signUps []string // which may be let go or moved
	parties []string // sign-ups that are decided on together with those who signed up with them
	again   bool     // whoever is named wants another place
	whole   bool     // the queues of all its shifts, to their ends
	clock   bool     // all shifts of the event, and the offers whose time has run out
}

// open locks the events of the calls and reads their board: the number of queries does not depend on how many calls there
// are.
func open(ctx context.Context, tx *store.Tx, calls []*call) (*board, error) {
	var ids []string
	n := &needs{}
	for _, c := range calls {
		ids = append(ids, c.eventID)
		n.shifts, n.people, n.signUps = append(n.shifts, c.shifts...), append(n.people, c.people...), append(n.signUps, c.signUps...)
		n.parties = append(n.parties, c.parties...)
		n.again, n.whole, n.clock = n.again || c.again, n.whole || c.whole, n.clock || c.clock
	}
	slices.Sort(ids)
	events, err := raise(ctx, tx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	return readBoard(ctx, tx, events, n)
}

// readBoard reads the board of events whose locks are held.
func readBoard(ctx context.Context, tx *store.Tx, events map[string]*db.Event, n *needs) (*board, error) {
	b := &board{events: events, now: tx.Now(), lines: map[string]*line{}, people: map[string]*db.Person{},
		busy: map[string][]*db.SignUp{}, rows: map[string]*db.SignUp{}, inside: map[string]map[string]bool{},
		reached: map[string]reach{}}
	steps := []func(context.Context, *store.Tx, *needs) error{b.findRows, b.findLines, b.lockPeople, b.findBusy, b.findInside, b.findQueues, b.findReached}
	for _, step := range steps {
		if err := step(ctx, tx, n); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// eventIDs are those of the events on the board.
func (b *board) eventIDs() []string { return slices.Collect(maps.Keys(b.events)) }

// findRows reads the sign-ups that are named, those of their parties, and the offers that have run out.
func (b *board) findRows(ctx context.Context, tx *store.Tx, n *needs) error {
	var wanted []func(*sql.Selector)
	if len(n.signUps) > 0 {
		wanted = append(wanted, store.Among(signup.FieldID, n.signUps))
	}
	if len(n.parties) > 0 {
		wanted = append(wanted, signup.IDIn(n.parties...), signup.And(signup.StatusIn(Active...), func(s *sql.Selector) {
			s.Where(sql.In(s.C(signup.FieldParty), sql.Dialect(s.Dialect()).Select(signup.FieldParty).From(sql.Table(signup.Table)).
				Where(sql.In(signup.FieldID, anys(n.parties)...))))
		}))
	}
	if n.clock {
		wanted = append(wanted, signup.And(signup.StatusEQ(signup.StatusOFFERED), signup.OfferExpiresAtLTE(b.now)))
	}
	if len(wanted) == 0 {
		return nil
	}
	rows, err := tx.SignUp.Query().Where(store.Among(signup.FieldEventID, b.eventIDs()), sql.OrPredicates(wanted...)).
		Order(signup.ByOfferExpiresAt(), signup.ByPlace(), signup.ByID()).All(ctx)
	for _, s := range rows {
		b.rows[s.ID] = s
		n.shifts = append(n.shifts, s.ShiftID)
		if n.again {
			n.people = append(n.people, s.PersonID)
		}
		if n.clock && s.Status == signup.StatusOFFERED && ranOut(s, b) {
			b.late = append(b.late, s)
		}
	}
	return err
}

func (b *board) findLines(ctx context.Context, tx *store.Tx, n *needs) error {
	q := tx.Shift.Query().Where(store.Among(shift.FieldEventID, b.eventIDs()))
	if !n.clock {
		q.Where(store.Among(shift.FieldID, unique(n.shifts)))
	}
	shifts, err := q.Order(shift.ByStartsAt(), shift.ByID()).All(ctx)
	for _, s := range shifts {
		b.lines[s.ID] = &line{shift: s, was: *s, event: b.events[s.EventID]}
	}
	return err
}

// lockPeople keeps one person from getting two places at the same time in two events. Events are locked first, then
// people in the order of their ids, so that two requests never wait for each other. SQLite has one writer: no need there.
func (b *board) lockPeople(ctx context.Context, tx *store.Tx, n *needs) error {
	if len(n.people) == 0 {
		return nil
	}
	n.people = unique(n.people)
	q := tx.Person.Query().Where(store.Among(person.FieldID, n.people)).Order(person.ByID())
	q.Select(person.FieldID, person.FieldCommunityID, person.FieldBirthYear, person.FieldSkills)
	if tx.Postgres() {
		q.Modify(func(s *sql.Selector) { s.For("NO KEY UPDATE") }) // new rows may still point at the person
	}
	people, err := q.All(ctx)
	for _, p := range people {
		b.people[p.ID] = p
	}
	return err
}

// findBusy reads what the people have at the time of the shifts on the board, and elsewhere in the events.
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
	rows, err := tx.SignUp.Query().Where(store.Among(signup.FieldPersonID, n.people), signup.StatusIn(Active...), func(s *sql.Selector) {
		t := sql.Table(shift.Table)
		s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
		meanwhile := func(s *sql.Selector) {
			s.Where(sql.And(sql.LT(t.C(shift.FieldStartsAt), until), sql.GT(t.C(shift.FieldEndsAt), from)))
		}
		sql.OrPredicates(meanwhile, store.Among(signup.FieldEventID, b.eventIDs()))(s)
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

func unique(ids []string) []string {
	all := slices.Clone(ids)
	slices.Sort(all)
	return slices.Compact(all)
}
