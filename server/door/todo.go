package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/predicate"
	"linli/ent/db/todo"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// Todo is an entry that a lead should look at.
type Todo struct {
	ID, EntryID, EventID     string
	Flags                    []string
	Method                   attendanceentry.Method
	Direction                attendanceentry.Direction
	At, CountedAt, CreatedAt time.Time
	SignUpID                 *string
	Name, PhoneTail, Shift   string
	By, Device               string // names
	DoneAt                   *time.Time
	DoneBy, Note             string
}

const doorTodos = "doorTodos"

// Todos lists those of an event that are open, or those that are done, newest first, for whoever leads it: NOT_FOUND,
// UNAUTHENTICATED or FORBIDDEN else, also for its devices; BAD_USER_INPUT for a page that cannot be.
func (d *Door) Todos(ctx context.Context, eventID string, done bool, args page.Args) (*page.Connection[*Todo], error) {
	e, err := access.Event(ctx, d.store.Client(), doorTodos, eventID)
	if err != nil {
		return nil, err
	}
	wanted := todo.DoneAtIsNil()
	if done {
		wanted = todo.DoneAtNotNil()
	}
	var at time.Time
	var id string
	after, err := args.Keys(doorTodos, &at, &id)
	if err != nil {
		return nil, err
	}
	query := func(beside ...predicate.Todo) *db.TodoQuery {
		return d.store.Client().Todo.Query().Where(todo.EventID(e.ID), wanted).Where(beside...)
	}
	q := query()
	if after {
		q = query(todo.Or(todo.CreatedAtLT(at), todo.And(todo.CreatedAt(at), todo.IDLT(id))))
	}
	whole := viewer.Internal(ctx)
	all, err := d.readTodos(whole, q.Order(db.Desc(todo.FieldCreatedAt, todo.FieldID)).Limit(args.First+1))
	if err != nil {
		return nil, err
	}
	mark := func(t *Todo) page.Cursor { return page.Mark(doorTodos, t.CreatedAt, t.ID) }
	return page.Make(args, all, mark, func(context.Context) (int, error) { return query().Count(whole) }), nil
}

// SettleTodo marks one as done, with a note of at most 200 characters, for whoever leads its event: NOT_FOUND, UNAUTHENTICATED or
// FORBIDDEN else. One that is done stays as it is.
func (d *Door) SettleTodo(ctx context.Context, id string, note string) (*Todo, error) {
	v, whole := viewer.From(ctx), viewer.Internal(ctx)
	if v.Sender() == "" {
		return nil, fault.SignInFirst()
	}
	row, err := d.store.Client().Todo.Get(whole, id)
	if err != nil {
		return nil, access.Hide(err)
	}
	if _, err := access.Event(ctx, d.store.Client(), "settleTodo", row.EventID); err != nil {
		return nil, err
	}
	if note, err = text.Optional("note", note, text.Reason); err != nil {
		return nil, err
	}
	err = d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Todo.Update().Where(todo.ID(id), todo.DoneAtIsNil()).SetDoneAt(tx.Now()).SetDoneBy(v.PersonID).SetNote(note).Exec(ctx)
	})
	if err != nil {
		return nil, err
	}
	all, err := d.readTodos(whole, d.store.Client().Todo.Query().Where(todo.ID(id)))
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// readTodos reads to-dos with what their entries say, in the order of the query.
func (d *Door) readTodos(ctx context.Context, q *db.TodoQuery) ([]*Todo, error) {
	rows, err := q.WithEntry(func(q *db.AttendanceEntryQuery) { q.WithPerson().WithSignUp() }).All(ctx)
	if err != nil {
		return nil, err
	}
	names, err := d.names(ctx, named(rows))
	if err != nil {
		return nil, err
	}
	all := make([]*Todo, len(rows))
	for i, r := range rows {
		all[i] = todoOf(r, names)
	}
	return all, nil
}

// todoOf writes out a to-do; names are by id.
func todoOf(r *db.Todo, names map[string]string) *Todo {
	l := r.Edges.Entry
	t := &Todo{ID: r.ID, EntryID: r.EntryID, EventID: r.EventID, Flags: l.Warnings, Method: l.Method, Direction: l.Direction,
		At: l.At, CountedAt: counted(l), CreatedAt: r.CreatedAt, SignUpID: l.SignUpID, Name: l.Name, PhoneTail: l.PhoneTail,
		By: names[l.RecordedBy], Device: names[l.DeviceID], DoneAt: r.DoneAt, DoneBy: names[r.DoneBy], Note: r.Note}
	if p := l.Edges.Person; p != nil {
		t.Name, t.PhoneTail = p.Name, p.PhoneTail
	}
	if at := shiftOf(l); at != nil {
		t.Shift = names[*at]
	}
	return t
}

// shiftOf is where an entry belongs: its sign-up's shift, else the one that it names.
func shiftOf(l *db.AttendanceEntry) *string {
	if s := l.Edges.SignUp; s != nil {
		return &s.ShiftID
	}
	return l.ShiftID
}

// named are the ids of people, devices and shifts of to-dos.
func named(rows []*db.Todo) (of ids) {
	for _, r := range rows {
		l := r.Edges.Entry
		of.people, of.devices = append(of.people, l.RecordedBy, r.DoneBy), append(of.devices, l.DeviceID)
		if at := shiftOf(l); at != nil {
			of.shifts = append(of.shifts, *at)
		}
	}
	return of
}
