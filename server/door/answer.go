package door

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/store"
)

// answer says to each entry that is in the log whom it is about, as she now is.
func (all *books) answer(ctx context.Context, parts []*part) error {
	rows := map[string]*Row{}
	var unknown []string
	for _, p := range parts {
		for _, e := range p.Work.entries {
			r := p.Work.results[e.n]
			if p.Err != nil || !r.Accepted || all.lines[e.ID].SignUpID == nil {
				continue
			}
			id := *all.lines[e.ID].SignUpID
			s := all.of[p.Event.ID].signUps[id]
			if rows[id] == nil {
				rows[id] = &Row{SignUpID: id, PersonID: s.PersonID, ShiftID: s.ShiftID, Status: s.Status, WalkIn: s.WalkIn,
					CheckedInAt: s.CheckedInAt, CheckedOutAt: s.CheckedOutAt, AbsentAt: s.AbsentAt}
				if all.faces[s.PersonID] == nil {
					unknown = append(unknown, s.PersonID)
				}
			}
			r.SignUpID, r.Row = &id, rows[id]
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := all.loadFaces(ctx, unknown); err != nil {
		return err
	}
	numbers, err := all.number(ctx)
	for id, r := range rows {
		r.Number = numbers[id]
		if p := all.faces[r.PersonID]; p != nil {
			r.Name, r.PhoneTail, r.Search = p.Name, p.PhoneTail, p.Search
			if p.CardIssuedAt != nil {
				r.Card = p.Card
			}
		}
	}
	return err
}

// numbered is how many events' numbers are kept.
const numbered = 256

// numbering says what number a sign-up of an event has on the lists, as long as there are no more sign-ups.
type numbering struct {
	since int64 // the revision at which rows were last deleted
	of    map[string]int
}

// number is the number of each sign-up of the events, counted anew where there are others than before: their locks are held,
// so counting them tells.
func (all *books) number(ctx context.Context) (map[string]int, error) {
	counts, err := all.countSignUps(ctx)
	if err != nil {
		return nil, err
	}
	numbers := map[string]int{}
	for id, b := range all.of {
		since := int64(0)
		if b.event.RowsSince != nil {
			since = *b.event.RowsSince
		}
		kept, ok := all.door.numbers.Get(id)
		if !ok || kept.since != since || len(kept.of) != counts[id] || len(b.fresh) > 0 {
			ids, err := all.tx.SignUp.Query().Where(signup.EventID(id)).Order(signup.ByID()).IDs(ctx)
			if err != nil {
				return nil, err
			}
			kept = &numbering{since: since, of: make(map[string]int, len(ids))}
			for i, one := range ids {
				kept.of[one] = i + 1
			}
			if len(b.fresh) == 0 { // else it may come to nothing
				all.door.numbers.Add(id, kept)
			}
		}
		for one := range b.signUps {
			numbers[one] = kept.of[one]
		}
	}
	return numbers, nil
}

func (all *books) countSignUps(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		EventID string `sql:"event_id"`
		Count   int    `sql:"count"`
	}
	err := all.tx.SignUp.Query().Where(store.Among(signup.FieldEventID, all.events())).GroupBy(signup.FieldEventID).
		Aggregate(db.Count()).Scan(ctx, &rows)
	counts := make(map[string]int, len(rows))
	for _, r := range rows {
		counts[r.EventID] = r.Count
	}
	return counts, err
}
