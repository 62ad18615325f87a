package door

import (
	"context"
	"errors"
	"time"

	"linli/ent/db/attendanceentry"
	"linli/server/page"
)

var errLater = errors.New("door: not yet")

// Todo is an entry that a lead should look at.
type Todo struct {
	ID, EntryID, EventID     string
	Flags                    []string
	Method                   attendanceentry.Method
	Direction                attendanceentry.Direction
	At, CountedAt, CreatedAt time.Time
	SignUpID                 *string
	Name, PhoneTail, Shift   string
	By, Device               string
	DoneAt                   *time.Time
	DoneBy, Note             string
}

// Todos lists them.
func (d *Door) Todos(ctx context.Context, eventID string, done bool, args page.Args) (*page.Connection[*Todo], error) {
	return nil, errLater
}

// SettleTodo marks one as done.
func (d *Door) SettleTodo(ctx context.Context, id string, note string) (*Todo, error) {
	return nil, errLater
}
