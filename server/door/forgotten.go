package door

import (
	"context"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/server/store"
)

const (
	// grace is how long after the end of a shift whoever has not been checked out is taken to have left with it.
	grace = time.Hour
	// mostForgotten bounds one change.
	mostForgotten = 500
)

// forgotten holds for those who came to a shift that ended long enough before, and were never seen to leave.
func forgotten(now time.Time) predicate.SignUp {
	return signup.And(signup.CheckedInAtNotNil(), signup.CheckedOutAtIsNil(), ended(now.Add(-grace)))
}

// ended holds for sign-ups whose shift ended by then; it looks at the shift of each that is still open, which are few, and not
// for all shifts that ever ended.
func ended(by time.Time) predicate.SignUp {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("(SELECT ends_at FROM shifts WHERE id = ").Ident(s.C(signup.FieldShiftID)).WriteString(") <= ").Arg(by)
		}))
	}
}

// Forgotten returns the ids of at most so many events in which people were never checked out, an hour after their shift.
func (d *Door) Forgotten(ctx context.Context, now time.Time, most int) ([]string, error) {
	return d.store.Client().SignUp.Query().Where(forgotten(now)).Unique(true).Limit(most).Select(signup.FieldEventID).Strings(ctx)
}

// CloseForgotten checks such people of an event out by the rule: at the end of their shift, never later. It is marked as
// that, and gives way to any other leaving that becomes known later; where somebody takes it back and nothing else says when
// they left, it is written anew.
func (d *Door) CloseForgotten(ctx context.Context, eventID string) error {
	err := d.rosters.Alone(ctx, eventID, func(ctx context.Context, tx *store.Tx, e *db.Event) error {
		rows, err := tx.SignUp.Query().Where(signup.EventID(eventID), forgotten(tx.Now())).Limit(mostForgotten).WithShift().All(ctx)
		if err != nil {
			return err
		}
		of, err := logs(ctx, tx.Client, rows...)
		if err != nil {
			return err
		}
		var lines []*db.AttendanceEntry
		for _, s := range rows {
			if l := leaving(s, of[s.ID]); l != nil {
				lines = append(lines, l)
			}
		}
		if len(lines) == 0 { // another leader has written them
			return errUntouched
		}
		return d.add(ctx, tx, e, lines...)
	})
	return untouched(err)
}

// leaving is the line that the rule writes for a sign-up whose last coming has no leaving; nil: it has one.
func leaving(s *db.SignUp, lines []*db.AttendanceEntry) *db.AttendanceEntry {
	all := spans(lines)
	last := len(all) - 1
	if last < 0 || all[last].out != nil {
		return nil
	}
	l := lineOf(s, s.ID, all[last].in.ID)
	for slices.ContainsFunc(lines, func(known *db.AttendanceEntry) bool { return known.ID == l.ID }) { // it was taken back
		l.ID = derivedID(l.ID)
	}
	l.Method, l.Direction, l.At = attendanceentry.MethodRULE, attendanceentry.DirectionOUT, s.Edges.Shift.EndsAt
	if came := counted(all[last].in); came.After(l.At) { // nobody leaves before she came
		l.At = came
	}
	return l
}
