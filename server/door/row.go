package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
)

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
	Revision                            int64 // the event's, when it last changed
}

// rowOf is a sign-up of that person as the door has it, but for its number.
func rowOf(s *db.SignUp, p *db.Person) *Row {
	r := &Row{SignUpID: s.ID, PersonID: s.PersonID, Name: p.Name, PhoneTail: p.PhoneTail, Search: p.Search, ShiftID: s.ShiftID, Status: s.Status,
		WalkIn: s.WalkIn, CheckedInAt: s.CheckedInAt, CheckedOutAt: s.CheckedOutAt, AbsentAt: s.AbsentAt,
		Revision: s.ChangedRevision}
	if p.CardIssuedAt != nil {
		r.Card = p.Card
	}
	return r
}

const (
	// numbered is how many events' numbers are kept.
	numbered = 256
	// renumbered is how old they get: another replica's clock may be behind, and so may be where its sign-ups stand.
	renumbered = time.Minute
)

// numbering says what number each sign-up of an event has on the lists.
type numbering struct {
	since int64 // the revision at which rows were last deleted
	read  time.Time
	of    map[string]int
}

// number gives rows of an event their numbers, in the order of the sign-ups' ids. Whoever signs up later comes later, so what is
// known stays; it is read anew where somebody is not known, rows were deleted, or it is old. The context reads whole tables.
func (d *Door) number(ctx context.Context, c *db.Client, e *db.Event, rows []*Row) error {
	now := d.store.Now()
	known, ok := d.numbers.Get(e.ID)
	fit := ok && known.since == since(e) && now.Sub(known.read) <= renumbered
	for _, r := range rows {
		if !fit || known.of[r.SignUpID] == 0 {
			ids, err := c.SignUp.Query().Where(signup.EventID(e.ID)).Order(signup.ByID()).IDs(ctx)
			if err != nil {
				return err
			}
			known, fit = &numbering{since: since(e), read: now, of: make(map[string]int, len(ids))}, true
			for i, id := range ids {
				known.of[id] = i + 1
			}
			d.numbers.Add(e.ID, known)
		}
		r.Number = known.of[r.SignUpID]
	}
	return nil
}

// since is the revision at which rows of the event were last deleted, 0 if never.
func since(e *db.Event) int64 {
	if e.RowsSince == nil {
		return 0
	}
	return *e.RowsSince
}
