package roster

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
)

// Clashes returns, by sign-up, the earliest other one of the same person at the same time, as far as the viewer may see that
// one: active both, of events that are not cancelled. Nobody is let sign up for such; it comes from times that were changed
// afterwards.
func (r *Rosters) Clashes(ctx context.Context, ids []string) (map[string]*SignUp, error) {
	var pairs []struct {
		Of    string `sql:"of"`
		Other string `sql:"other"`
	}
	err := r.store.Client().SignUp.Query().Where(signup.StatusIn(Active...)).Modify(func(s *sql.Selector) {
		own, ownShift, other, e := sql.Table(signup.Table).As("own"), sql.Table(shift.Table).As("own_shift"), sql.Table(shift.Table).As("other"), sql.Table(event.Table).As("e")
		s.Join(own).On(s.C(signup.FieldPersonID), own.C(signup.FieldPersonID))
		s.Join(ownShift).On(own.C(signup.FieldShiftID), ownShift.C(shift.FieldID))
		s.Join(other).On(s.C(signup.FieldShiftID), other.C(shift.FieldID))
		s.Join(e).On(s.C(signup.FieldEventID), e.C(event.FieldID))
		s.Where(sql.And(
			sql.In(own.C(signup.FieldID), values(ids)...), sql.In(own.C(signup.FieldStatus), "CONFIRMED", "OFFERED", "WAITLISTED"),
			sql.ColumnsNEQ(s.C(signup.FieldShiftID), own.C(signup.FieldShiftID)),
			sql.ColumnsLT(other.C(shift.FieldStartsAt), ownShift.C(shift.FieldEndsAt)),
			sql.ColumnsLT(ownShift.C(shift.FieldStartsAt), other.C(shift.FieldEndsAt)),
			sql.NEQ(e.C(event.FieldStatus), event.StatusCANCELLED)))
		s.Select(sql.As(own.C(signup.FieldID), "of"), sql.As(s.C(signup.FieldID), "other"))
		s.OrderBy(other.C(shift.FieldStartsAt), s.C(signup.FieldID))
	}).Scan(ctx, &pairs)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	first := map[string]string{}
	var others []string
	for _, p := range pairs {
		if _, ok := first[p.Of]; !ok {
			first[p.Of] = p.Other
			others = append(others, p.Other)
		}
	}
	rows, err := r.ByIDs(ctx, others)
	all := make(map[string]*SignUp, len(first))
	for of, other := range first {
		all[of] = rows[other]
	}
	return all, err
}
