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

// before is a window over those who stand in front of a row in its queue.
const before = " OVER (PARTITION BY shift_id, status ORDER BY place, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"

// inside counts a row that is inside.
const inside = "CASE WHEN inside THEN 1 ELSE 0 END"

// standingParties sums up the parties of the sign-ups that wait or were offered a place. What stands in front of a party is
// what stands in front of its first; it only grows along the queue, so that is the least.
func standingParties(dialect string, ids []string) *sql.Selector {
	d := sql.Dialect(dialect)
	values := make([]any, len(ids))
	for i, id := range ids {
		values[i] = id
	}
	status := []any{signup.StatusWAITLISTED, signup.StatusOFFERED}
	asked := func(column string) *sql.Selector {
		return d.Select(column).From(sql.Table(signup.Table)).Where(sql.And(sql.In(signup.FieldID, values...), sql.In(signup.FieldStatus, status...)))
	}
	queue := d.Select(signup.FieldShiftID, signup.FieldStatus, signup.FieldParty, signup.FieldPassedOver).
		AppendSelectExprAs(sql.Expr(inside), "inside").
		AppendSelectExprAs(sql.Expr("COUNT(*)"+before), "ahead").
		AppendSelectExprAs(sql.Expr("COALESCE(SUM("+inside+")"+before+", 0)"), "ahead_inside").
		AppendSelectExprAs(sql.Expr("COALESCE(MAX(passed_over)"+before+", 0)"), "ahead_passed").
		From(sql.Table(signup.Table)).
		Where(sql.And(sql.In(signup.FieldShiftID, asked(signup.FieldShiftID)), sql.In(signup.FieldStatus, status...))).As("queue")
	return d.Select("shift_id", "status", "party").
		AppendSelectAs("COUNT(*)", "asked").AppendSelectAs("SUM(inside)", "inside").AppendSelectAs("MAX(passed_over)", "party_passed").
		AppendSelectAs("MIN(ahead)", "ahead").AppendSelectAs("MIN(ahead_inside)", "ahead_inside").AppendSelectAs("MIN(ahead_passed)", "ahead_passed").
		From(queue).Where(sql.In("party", asked(signup.FieldParty))).GroupBy("shift_id", "status", "party").As("parties")
}
