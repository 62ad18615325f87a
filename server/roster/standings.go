package roster

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/shift"
	"linli/ent/db/signup"
)

// standings reads the sign-ups that the viewer may see with their shifts and queues in one statement: several could mix
// two revisions.
func (r *Rosters) standings(ctx context.Context, ids []string) ([]*standing, error) {
	var rows []*standing
	err := r.store.Client().SignUp.Query().Where(signup.IDIn(ids...)).Modify(func(s *sql.Selector) {
		t, q := sql.Table(shift.Table), standingParties(s.Dialect(), ids)
		s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
		s.LeftJoin(q).OnP(sql.And(sql.ColumnsEQ(s.C(signup.FieldShiftID), q.C("shift_id")),
			sql.ColumnsEQ(s.C(signup.FieldParty), q.C("party")), sql.ColumnsEQ(s.C(signup.FieldStatus), q.C("status"))))
		s.Select(s.C(signup.FieldID), s.C(signup.FieldCommunityID), s.C(signup.FieldStatus), s.C(signup.FieldPassedOver),
			t.C(shift.FieldCapacity), t.C(shift.FieldConfirmed), t.C(shift.FieldOffered), t.C(shift.FieldKept), t.C(shift.FieldKeptTaken),
			t.C(shift.FieldKeptUnitID), t.C(shift.FieldKeptUntil),
			q.C("asked"), q.C("inside"), q.C("party_passed"), q.C("ahead"), q.C("ahead_inside"), q.C("ahead_passed"))
	}).Scan(ctx, &rows)
	return rows, err
}

// before is a window over the parties in front of one.
const before = " OVER (PARTITION BY shift_id, status ORDER BY place, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"

// standingParties sums up the parties in the queues of the sign-ups, and likewise those that were offered places, and what
// stands in front of each; a party stands where its first member does.
func standingParties(dialect string, ids []string) *sql.Selector {
	d := sql.Dialect(dialect)
	asked := d.Select(signup.FieldShiftID).From(sql.Table(signup.Table)).Where(sql.In(signup.FieldID, values(ids)...))
	all := d.Select(signup.FieldShiftID, signup.FieldStatus, signup.FieldParty).
		AppendSelectAs("COUNT(*)", "asked").
		AppendSelectExprAs(sql.Expr("SUM(CASE WHEN inside THEN 1 ELSE 0 END)"), "inside").
		AppendSelectAs("MAX(passed_over)", "party_passed").
		AppendSelectAs("MIN(place)", "place").AppendSelectAs("MIN(id)", "id").
		From(sql.Table(signup.Table)).
		Where(sql.And(sql.In(signup.FieldShiftID, asked), sql.In(signup.FieldStatus, signup.StatusWAITLISTED, signup.StatusOFFERED))).
		GroupBy(signup.FieldShiftID, signup.FieldStatus, signup.FieldParty).As("all_parties")
	return d.Select("shift_id", "status", "party", "asked", "inside", "party_passed").
		AppendSelectExprAs(sql.Expr("COALESCE(SUM(asked)"+before+", 0)"), "ahead").
		AppendSelectExprAs(sql.Expr("COALESCE(SUM(inside)"+before+", 0)"), "ahead_inside").
		AppendSelectExprAs(sql.Expr("COALESCE(MAX(party_passed)"+before+", 0)"), "ahead_passed").
		From(all).As("parties")
}
