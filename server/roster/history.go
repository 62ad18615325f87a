package roster

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/signup"
	"linli/ent/db/step"
)

// StepKind is what happened to a sign-up: a kind of the step table, its making, or an arrival.
type StepKind string

// The kinds that are not in the step table.
const (
	stepSignedUp  StepKind = "SIGNED_UP"
	stepCheckedIn StepKind = "CHECKED_IN"
)

// MarshalGQL writes the kind's name.
func (k StepKind) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(k))) }

// UnmarshalGQL refuses: a kind is never an input.
func (*StepKind) UnmarshalGQL(any) error { return fmt.Errorf("a step's kind is not an input") }

// Step is something that happened to a sign-up.
type Step struct {
	At     time.Time
	Kind   StepKind
	ByID   string // empty: the rules
	Reason string
	// Asked and Free are set for PASSED_OVER, Until for OFFERED.
	Asked, Free *int
	Until       *time.Time
}

// mostSteps is how long a history is: the making and, where more happened, the latest.
const mostSteps = 100

// Histories returns what happened to each of the sign-ups that the viewer may see, oldest first: its making, the steps after
// it and the arrival that counts. It takes three queries, however many are asked for.
func (r *Rosters) Histories(ctx context.Context, ids []string) (map[string][]*Step, error) {
	rows, err := r.store.Client().SignUp.Query().Where(signup.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := r.steps(ctx, ids)
	if err != nil {
		return nil, err
	}
	arrivals, err := r.arrivals(ctx, rows)
	if err != nil {
		return nil, err
	}
	all := make(map[string][]*Step, len(rows))
	for _, s := range rows {
		all[s.ID] = history(s, steps[s.ID], arrivals[s.ID])
	}
	return all, nil
}

// steps reads the latest steps of each sign-up, oldest first. Their ids are in the order of time.
func (r *Rosters) steps(ctx context.Context, ids []string) (map[string][]*Step, error) {
	rows, err := r.store.Client().Step.Query().Where(step.SignUpIDIn(ids...), func(s *sql.Selector) {
		t := sql.Table(step.Table)
		latest := sql.Dialect(s.Dialect()).Select(step.FieldID).
			AppendSelectExprAs(sql.RowNumber().PartitionBy(step.FieldSignUpID).OrderExpr(sql.Expr("id DESC")), "n").
			From(t).Where(sql.In(step.FieldSignUpID, values(ids)...)).As("latest")
		s.Join(latest).On(s.C(step.FieldID), latest.C("id"))
		s.Where(sql.LT(latest.C("n"), mostSteps))
	}).Order(step.ByID()).All(ctx)
	all := map[string][]*Step{}
	for _, s := range rows {
		one := &Step{At: s.CreatedAt, Kind: StepKind(s.Kind), ByID: s.ActorID, Reason: s.Reason, Until: s.Until}
		if s.Kind == step.KindPASSED_OVER {
			one.Asked, one.Free = &s.Asked, &s.Free
		}
		all[s.SignUpID] = append(all[s.SignUpID], one)
	}
	return all, err
}

// arrivals reads, by sign-up, who recorded the arrival that counts.
func (r *Rosters) arrivals(ctx context.Context, rows []*db.SignUp) (map[string]string, error) {
	came := map[string]time.Time{}
	var ids []string
	for _, s := range rows {
		if s.CheckedInAt != nil {
			came[s.ID] = *s.CheckedInAt
			ids = append(ids, s.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	lines, err := r.store.Client().AttendanceEntry.Query().
		Where(attendanceentry.SignUpIDIn(ids...), attendanceentry.DirectionEQ(attendanceentry.DirectionIN)).All(ctx)
	by := map[string]string{}
	for _, l := range lines {
		at := l.At
		if l.CorrectedAt != nil {
			at = *l.CorrectedAt
		}
		if came[*l.SignUpID].Equal(at) {
			by[*l.SignUpID] = l.RecordedBy
		}
	}
	return by, err
}

// history puts together what happened to a sign-up. Who was let in at the door is signed up by arriving, and a device's clock
// may be behind, but the making comes first.
func history(s *db.SignUp, steps []*Step, arrivedBy string) []*Step {
	if s.CheckedInAt != nil {
		steps = append(steps, &Step{At: *s.CheckedInAt, Kind: stepCheckedIn, ByID: arrivedBy})
		slices.SortStableFunc(steps, func(a, b *Step) int { return a.At.Compare(b.At) })
	}
	if over := len(steps) - (mostSteps - 1); over > 0 {
		steps = steps[over:]
	}
	return append([]*Step{{At: s.CreatedAt, Kind: stepSignedUp, ByID: s.SignedUpBy}}, steps...)
}

// values are strings as arguments of a statement.
func values(all []string) []any {
	out := make([]any, len(all))
	for i, v := range all {
		out[i] = v
	}
	return out
}
