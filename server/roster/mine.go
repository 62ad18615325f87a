package roster

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/viewer"
)

// Mine returns a page of the sign-ups of the viewer and of those she acts for: the active ones of shifts that are not over,
// by start; or with upcoming false all there ever were, latest first. It fails with UNAUTHENTICATED or BAD_USER_INPUT.
func (r *Rosters) Mine(ctx context.Context, upcoming bool, args page.Args) (*page.Connection[*SignUp], error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	list := "past"
	if upcoming {
		list = "upcoming"
	}
	var start time.Time
	var id string
	after, err := args.Keys(list, &start, &id)
	if err != nil {
		return nil, err
	}
	mine := r.mine(v, upcoming)
	rows, err := mine(func(s *sql.Selector, starts string) {
		columns, compare, direction := []string{starts, s.C(signup.FieldID)}, "<", " DESC"
		if upcoming {
			compare, direction = ">", ""
		}
		if after {
			s.Where(beyond(columns, compare, start, id))
		}
		s.OrderExpr(sql.Expr(columns[0]+direction), sql.Expr(columns[1]+direction))
	}).WithShift().Limit(args.First + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	all, err := Read(ctx, r.store.Client(), rows...)
	if err != nil {
		return nil, err
	}
	mark := func(s *SignUp) page.Cursor { return page.Mark(list, s.Edges.Shift.StartsAt, s.ID) }
	count := func(ctx context.Context) (int, error) { return mine(func(*sql.Selector, string) {}).Count(ctx) }
	return page.Make(args, all, mark, count), nil
}

// mine makes the query of Mine; more gets the column by which the list is ordered.
func (r *Rosters) mine(v *viewer.Viewer, upcoming bool) func(more func(s *sql.Selector, starts string)) *db.SignUpQuery {
	now := r.store.Now()
	return func(more func(*sql.Selector, string)) *db.SignUpQuery {
		q := r.store.Client().SignUp.Query().Where(signup.PersonIDIn(v.People()...))
		if upcoming {
			q.Where(signup.StatusIn(Active...))
		}
		return q.Where(func(s *sql.Selector) {
			t := sql.Table(shift.Table)
			s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
			if upcoming {
				s.Where(sql.GT(t.C(shift.FieldEndsAt), now))
			}
			more(s, t.C(shift.FieldStartsAt))
		})
	}
}

// OfEvents returns the active sign-ups, by event, of the viewer and of those she acts for, oldest first.
func (r *Rosters) OfEvents(ctx context.Context, eventIDs []string) (map[string][]*SignUp, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	rows, err := r.store.Client().SignUp.Query().
		Where(signup.EventIDIn(eventIDs...), signup.PersonIDIn(v.People()...), signup.StatusIn(Active...)).Order(signup.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	all, err := Read(ctx, r.store.Client(), rows...)
	if err != nil {
		return nil, err
	}
	byEvent := map[string][]*SignUp{}
	for _, s := range all {
		byEvent[s.EventID] = append(byEvent[s.EventID], s)
	}
	return byEvent, nil
}
