package door

import (
	"context"

	"linli/ent/db"
)

// answer says to each entry that is in the log whom it is about, as she now is; to a device that has ended it says nothing of
// anybody, for it may be in strange hands.
func (all *books) answer(ctx context.Context, parts []*part) error {
	told := map[string]*db.SignUp{}
	var unknown []string
	each := func(say func(*Result, *db.SignUp)) {
		for _, p := range parts {
			for _, e := range p.Work.entries {
				r := p.Work.results[e.n]
				if p.Err == nil && r.Accepted && all.lines[e.ID].SignUpID != nil && !p.Work.viewer.Ended() {
					say(r, all.of[p.Event.ID].signUps[*all.lines[e.ID].SignUpID])
				}
			}
		}
	}
	each(func(_ *Result, s *db.SignUp) {
		told[s.ID] = s
		if all.faces[s.PersonID] == nil {
			unknown = append(unknown, s.PersonID)
		}
	})
	if err := all.loadFaces(ctx, unknown); err != nil {
		return err
	}
	rows, of := map[string]*Row{}, map[string][]*Row{}
	for id, s := range told {
		rows[id] = rowOf(s, all.faces[s.PersonID])
		of[s.EventID] = append(of[s.EventID], rows[id])
	}
	for event, some := range of {
		if err := all.door.number(ctx, all.tx.Client, all.of[event].event, some); err != nil {
			return err
		}
	}
	each(func(r *Result, s *db.SignUp) { r.SignUpID, r.Row = &s.ID, rows[s.ID] })
	return nil
}
