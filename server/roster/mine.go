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
		return nil, fault.New(fault.Unauthenticated, "Please sign in.")
	}
	list := "past"
	if upcoming {
		list = "upcoming"
	}
	var starts time.Time
	var id string
	after, err := args.Keys(list, &starts, &id)
	if err != nil {
		return nil, err
	}
	now := r.store.Now()
	base := func() *db.SignUpQuery {
		q := r.store.Client().SignUp.Query().Where(signup.PersonIDIn(v.People()...))
		if upcoming {
			q.Where(signup.StatusIn(active...), signup.HasShiftWith(shift.EndsAtGT(now)))
		}
		return q
	}
	q := base().WithShift().Where(func(s *sql.Selector) {
		t := sql.Table(shift.Table)
		s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
		columns := []string{t.C(shift.FieldStartsAt), s.C(signup.FieldID)}
		compare, direction := "<", " DESC"
		if upcoming {
			compare, direction = ">", ""
		}
		if after {
			s.Where(beyond(columns, compare, starts, id))
		}
		s.OrderExpr(sql.Expr(columns[0]+direction), sql.Expr(columns[1]+direction))
	})
	rows, err := q.Limit(args.First + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	all, err := Read(ctx, r.store.Client(), rows...)
	if err != nil {
		return nil, err
	}
	mark := func(s *SignUp) page.Cursor { return page.Mark(list, s.Edges.Shift.StartsAt, s.ID) }
	return page.Make(args, all, mark, func(ctx context.Context) (int, error) { return base().Count(ctx) }), nil
}

// OfEvents returns the active sign-ups, by event, of the viewer and of those she acts for, oldest first.
func (r *Rosters) OfEvents(ctx context.Context, eventIDs []string) (map[string][]*SignUp, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	rows, err := r.store.Client().SignUp.Query().
		Where(signup.EventIDIn(eventIDs...), signup.PersonIDIn(v.People()...), signup.StatusIn(active...)).Order(signup.ByID()).All(ctx)
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
