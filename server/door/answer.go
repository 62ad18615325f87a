package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
)

// answered is a row of an event.
type answered struct {
	event *db.Event
	*Row
}

// answer says to each entry that is in the log whom it is about, as she now is; to a device that has ended it says nothing of
// anybody, for it may be in strange hands.
func (all *books) answer(ctx context.Context, parts []*part) error {
	rows := map[string]*answered{}
	var unknown []string
	for _, p := range parts {
		for _, e := range p.Work.entries {
			r := p.Work.results[e.n]
			if p.Err != nil || !r.Accepted || all.lines[e.ID].SignUpID == nil || p.Work.viewer.Ended() {
				continue
			}
			id := *all.lines[e.ID].SignUpID
			s := all.of[p.Event.ID].signUps[id]
			if rows[id] == nil {
				rows[id] = &answered{p.Event, &Row{SignUpID: id, PersonID: s.PersonID, ShiftID: s.ShiftID, Status: s.Status, WalkIn: s.WalkIn,
					CheckedInAt: s.CheckedInAt, CheckedOutAt: s.CheckedOutAt, AbsentAt: s.AbsentAt}}
				if all.faces[s.PersonID] == nil {
					unknown = append(unknown, s.PersonID)
				}
			}
			r.SignUpID, r.Row = &id, rows[id].Row
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := all.loadFaces(ctx, unknown); err != nil {
		return err
	}
	for _, r := range rows {
		if p := all.faces[r.PersonID]; p != nil {
			r.Name, r.PhoneTail, r.Search = p.Name, p.PhoneTail, p.Search
			if p.CardIssuedAt != nil {
				r.Card = p.Card
			}
		}
	}
	return all.number(ctx, rows)
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

// number is the number of each of the sign-ups, in the order of their ids. Whoever signs up later comes later, so what is
// known stays; it is read anew where somebody is not known, rows were deleted, or it is old.
func (all *books) number(ctx context.Context, rows map[string]*answered) error {
	for _, r := range rows {
		known, ok := all.door.numbers.Get(r.event.ID)
		if !ok || known.since != since(r.event) || all.now.Sub(known.read) > renumbered || known.of[r.SignUpID] == 0 {
			ids, err := all.tx.SignUp.Query().Where(signup.EventID(r.event.ID)).Order(signup.ByID()).IDs(ctx)
			if err != nil {
				return err
			}
			known = &numbering{since: since(r.event), read: all.now, of: make(map[string]int, len(ids))}
			for i, id := range ids {
				known.of[id] = i + 1
			}
			all.door.numbers.Add(r.event.ID, known)
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
