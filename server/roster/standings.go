package roster

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/shift"
	"linli/ent/db/signup"
)

// standings reads the sign-ups that the viewer may see with their shifts and what stands in front of them in one
// statement: several could mix two revisions.
func (r *Rosters) standings(ctx context.Context, ids []string) ([]*standing, error) {
	var rows []*standing
	err := r.store.Client().SignUp.Query().Where(signup.IDIn(ids...)).Modify(func(s *sql.Selector) {
		t, p := sql.Table(shift.Table), standingParties(s.Dialect(), ids)
		s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
		s.LeftJoin(p).On(s.C(signup.FieldID), p.C("of"))
		s.Select(s.C(signup.FieldID), s.C(signup.FieldCommunityID), s.C(signup.FieldStatus), s.C(signup.FieldPassedOver),
			t.C(shift.FieldCapacity), t.C(shift.FieldConfirmed), t.C(shift.FieldOffered), t.C(shift.FieldKept), t.C(shift.FieldKeptTaken),
			t.C(shift.FieldKeptUnitID), t.C(shift.FieldKeptUntil), p.C("asked"), p.C("inside"), p.C("party_passed"))
		// The index of the queue answers the first; the others need the rows, so they are asked only where they matter.
		inFront := func(what string) string {
			return fmt.Sprintf("(SELECT %s FROM sign_ups q WHERE q.shift_id = %s AND q.status = 'WAITLISTED' AND q.place < %s)",
				what, s.C(signup.FieldShiftID), p.C("first"))
		}
		s.AppendSelectExprAs(sql.Expr(inFront("COUNT(*)")), "ahead")
		s.AppendSelectExprAs(sql.Expr("CASE WHEN "+t.C(shift.FieldKept)+" > 0 THEN "+
			inFront("COALESCE(SUM(CASE WHEN q.inside THEN 1 ELSE 0 END), 0)")+" ELSE 0 END"), "ahead_inside")
		s.AppendSelectExprAs(sql.Expr("CASE WHEN "+t.C(shift.FieldCapacity)+" > "+t.C(shift.FieldConfirmed)+" + "+t.C(shift.FieldOffered)+" THEN "+
			inFront("COALESCE(MAX(q.passed_over), 0)")+" ELSE 0 END"), "ahead_passed")
	}).Scan(ctx, &rows)
	return rows, err
}

// standingParties sums up the party of each of the sign-ups that wait or were offered a place. A party stands together in
// its queue, so that only what is near has to be looked at.
func standingParties(dialect string, ids []string) *sql.Selector {
	own, member := sql.Table(signup.Table).As("own"), sql.Table(signup.Table).As("member")
	near := fmt.Sprintf("member.party = own.party AND member.place BETWEEN own.place - %d AND own.place + %[1]d", mostPeople-1)
	return sql.Dialect(dialect).Select(sql.As(own.C(signup.FieldID), "of")).
		AppendSelectExprAs(sql.Expr("COUNT(*)"), "asked").
		AppendSelectExprAs(sql.Expr("SUM(CASE WHEN member.inside THEN 1 ELSE 0 END)"), "inside").
		AppendSelectExprAs(sql.Expr("MAX(member.passed_over)"), "party_passed").
		AppendSelectExprAs(sql.Expr("MIN(member.place)"), "first").
		From(own).Join(member).
		OnP(sql.And(sql.ColumnsEQ(own.C(signup.FieldShiftID), member.C(signup.FieldShiftID)),
			sql.ColumnsEQ(own.C(signup.FieldStatus), member.C(signup.FieldStatus)), sql.ExprP(near))).
		Where(sql.And(sql.In(own.C(signup.FieldID), values(ids)...), sql.In(own.C(signup.FieldStatus), signup.StatusWAITLISTED, signup.StatusOFFERED))).
		GroupBy(own.C(signup.FieldID)).As("party")
}
