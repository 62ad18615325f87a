package roster

import (
	"context"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/page"
	"linli/server/store"
	"linli/server/text"
)

// Filter says which rows of a roster are wanted.
type Filter struct {
	ShiftID, Search *string
	Status          *signup.Status // nil: all that are not final
	ToCall          bool           // only those whom the lead is to call
}

// List returns a page of an event's roster for whoever runs its door: by the start of its shifts, the shift, status (CONFIRMED,
// OFFERED, WAITLISTED), place, id. It fails with NOT_FOUND, FORBIDDEN, or BAD_USER_INPUT.
func (r *Rosters) List(ctx context.Context, eventID string, f Filter, args page.Args) (*page.Connection[*SignUp], error) {
	if _, err := access.Event(ctx, r.store.Client(), "roster", eventID); err != nil {
		return nil, err
	}
	base, err := r.filtered(eventID, f)
	if err != nil {
		return nil, err
	}
	var at spot
	after, err := args.Keys(rosterList, at.keys()...)
	if err != nil {
		return nil, err
	}
	var from *spot
	if after {
		from = &at
	}
	rows, err := ordered(base(), from).Limit(args.First + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	all, err := Read(ctx, r.store.Client(), rows...)
	if err != nil {
		return nil, err
	}
	return page.Make(args, all, mark, func(ctx context.Context) (int, error) { return base().Count(ctx) }), nil
}

// filtered makes the query of a filter; a search that is too long is BAD_USER_INPUT.
func (r *Rosters) filtered(eventID string, f Filter) (func() *db.SignUpQuery, error) {
	search := ""
	if f.Search != nil {
		var err error
		if search, err = text.Optional("search", *f.Search, text.Query); err != nil {
			return nil, err
		}
	}
	return func() *db.SignUpQuery {
		q := r.store.Client().SignUp.Query().Where(signup.EventID(eventID))
		if f.ShiftID != nil {
			q.Where(signup.ShiftID(*f.ShiftID))
		}
		if f.Status != nil {
			q.Where(signup.StatusEQ(*f.Status))
		} else {
			q.Where(signup.StatusIn(Active...))
		}
		if f.ToCall {
			q.Where(signup.ToCall(true))
		}
		if search != "" {
			q.Where(signup.HasPersonWith(store.Finds(person.FieldSearch, search)))
		}
		return q
	}, nil
}

const rosterList = "roster"

// spot is where a row stands in the order of a roster.
type spot struct {
	Starts time.Time
	Shift  string
	Group  int
	Place  int64
	ID     string
}

func (p *spot) keys() []any { return []any{&p.Starts, &p.Shift, &p.Group, &p.Place, &p.ID} }

func mark(s *SignUp) page.Cursor {
	p := spot{Starts: s.Edges.Shift.StartsAt, Shift: s.ShiftID, Group: group(s.Status), Place: s.Place, ID: s.ID}
	return page.Mark(rosterList, p.keys()...)
}

// group orders the statuses.
func group(s signup.Status) int {
	switch s {
	case signup.StatusCONFIRMED:
		return 0
	case signup.StatusOFFERED:
		return 1
	case signup.StatusWAITLISTED:
		return 2
	}
	return 3
}

// ordered puts a query into the order of a roster, behind the spot if there is one, and reads the shifts with it.
func ordered(q *db.SignUpQuery, after *spot) *db.SignUpQuery {
	return q.WithShift().Where(func(s *sql.Selector) {
		t := sql.Table(shift.Table)
		s.Join(t).On(s.C(signup.FieldShiftID), t.C(shift.FieldID))
		columns := []string{t.C(shift.FieldStartsAt), s.C(signup.FieldShiftID),
			"CASE " + s.C(signup.FieldStatus) + " WHEN 'CONFIRMED' THEN 0 WHEN 'OFFERED' THEN 1 WHEN 'WAITLISTED' THEN 2 ELSE 3 END",
			s.C(signup.FieldPlace), s.C(signup.FieldID)}
		if after != nil {
			s.Where(beyond(columns, ">", after.Starts, after.Shift, after.Group, after.Place, after.ID))
		}
		for _, c := range columns {
			s.OrderExpr(sql.Expr(c))
		}
	})
}

// beyond compares the sort keys of a row with those of a cursor.
func beyond(columns []string, compare string, keys ...any) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("(" + strings.Join(columns, ", ") + ") " + compare + " (")
		b.Args(keys...)
		b.WriteString(")")
	})
}
