package graph

import (
	"context"
	"time"

	"github.com/vikstrous/dataloadgen"

	"linli/ent/db"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/roster"
)

// loaders collect what the parts of one answer ask for and read it together: the units of twenty events are one query.
// They remember what they have read, so they live as long as one answer: an operation, one field of a mutation, one
// message of a subscription.
type loaders struct {
	r *Resolver
	orgLoaders
	rosterLoaders
	noticeLoaders

	unit, eventUnit *dataloadgen.Loader[string, *db.Unit]
	person          *dataloadgen.Loader[string, *db.Person]
	team            *dataloadgen.Loader[string, *db.Team]
	community       *dataloadgen.Loader[string, *db.Community]
	event           *dataloadgen.Loader[string, *db.Event]
	shift           *dataloadgen.Loader[string, *db.Shift]
	shifts          *dataloadgen.Loader[string, []*db.Shift]
	substitutes     *dataloadgen.Loader[string, []*db.Person]
	eventCounts     *dataloadgen.Loader[string, *roster.Counts]
	attendance      *dataloadgen.Loader[string, *door.Attendance]
}

func newLoaders(r *Resolver) *loaders {
	return &loaders{
		r:             r,
		orgLoaders:    newOrgLoaders(r.Org),
		rosterLoaders: newRosterLoaders(r.Rosters),
		noticeLoaders: newNoticeLoaders(r.Inbox),
		unit:          one(r.Org.UnitsByID, func(u *db.Unit) string { return u.ID }),
		eventUnit:     one(r.Events.Homes, func(u *db.Unit) string { return u.ID }),
		person:        one(r.Org.PeopleByID, func(p *db.Person) string { return p.ID }),
		team:          one(r.Org.TeamsByID, func(t *db.Team) string { return t.ID }),
		community:     one(r.Org.CommunitiesByID, func(c *db.Community) string { return c.ID }),
		event:         one(r.Events.ByID, func(e *db.Event) string { return e.ID }),
		shift:         one(r.Events.ShiftsByID, func(s *db.Shift) string { return s.ID }),
		shifts:        many(r.Events.ShiftsOf, func(s *db.Shift) (string, *db.Shift) { return s.EventID, s }),
		substitutes:   many(r.Events.SubstitutesOf, func(s *db.Substitute) (string, *db.Person) { return s.EventID, s.Edges.Person }),
		eventCounts:   mapped(r.Rosters.CountsOf),
		attendance:    mapped(r.Door.Attendances),
	}
}

// A fetch reads what belongs to the keys, in no order.
type fetch[T any] = func(ctx context.Context, keys []string) ([]T, error)

// batch says how long a loader waits for company, and how many keys fit one query.
func batch() []dataloadgen.Option {
	return []dataloadgen.Option{dataloadgen.WithWait(time.Millisecond), dataloadgen.WithBatchCapacity(500)}
}

// one loads at most one row for each key; a key without a row answers nil.
func one[T any](read fetch[*T], key func(*T) string) *dataloadgen.Loader[string, *T] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []string) ([]*T, []error) {
		rows, err := read(ctx, keys)
		if err != nil {
			return nil, []error{err}
		}
		byKey := make(map[string]*T, len(rows))
		for _, row := range rows {
			byKey[key(row)] = row
		}
		found := make([]*T, len(keys))
		for i, k := range keys {
			found[i] = byKey[k]
		}
		return found, nil
	}, batch()...)
}

// many loads the rows of each key in the order in which they were read.
func many[R, T any](read fetch[R], split func(R) (string, T)) *dataloadgen.Loader[string, []T] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []string) ([][]T, []error) {
		rows, err := read(ctx, keys)
		if err != nil {
			return nil, []error{err}
		}
		byKey := make(map[string][]T, len(keys))
		for _, row := range rows {
			k, value := split(row)
			byKey[k] = append(byKey[k], value)
		}
		found := make([][]T, len(keys))
		for i, k := range keys {
			found[i] = byKey[k]
		}
		return found, nil
	}, batch()...)
}

// mapped loads one value for each key; a key without one answers the zero value.
func mapped[T any](read func(ctx context.Context, keys []string) (map[string]T, error)) *dataloadgen.Loader[string, T] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []string) ([]T, []error) {
		byKey, err := read(ctx, keys)
		if err != nil {
			return nil, []error{err}
		}
		found := make([]T, len(keys))
		for i, k := range keys {
			found[i] = byKey[k]
		}
		return found, nil
	}, batch()...)
}

// maybe is what a key that may be absent points at; nil where there is none or it is hidden from the viewer.
func maybe[T any](ctx context.Context, l *dataloadgen.Loader[string, *T], id *string) (*T, error) {
	if id == nil || *id == "" {
		return nil, nil
	}
	return l.Load(ctx, *id)
}

// must is what a key points at; NOT_FOUND where it is hidden from the viewer.
func must[T any](ctx context.Context, l *dataloadgen.Loader[string, *T], id string) (*T, error) {
	row, err := l.Load(ctx, id)
	if err == nil && row == nil {
		err = fault.Missing()
	}
	return row, err
}
