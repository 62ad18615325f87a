package roster

import (
	"context"

	"linli/ent/db"
	"linli/server/store"
)

// Promote gives the free places of the shifts to whoever is next and tells them. It is a step for a verb that freed places
// by other means than a withdrawal (more places, an arrival undone): the verb holds the event's lock and has already
// written what frees them. A cancelled event needs no step: its sign-ups stay as they were, closed by the event's
// status, and its counts with them.
func Promote(ctx context.Context, tx *store.Tx, e *db.Event, shiftIDs ...string) error {
	if len(shiftIDs) == 0 {
		return nil
	}
	b, err := readBoard(ctx, tx, e, needs{shifts: shiftIDs})
	if err != nil {
		return err
	}
	for _, id := range shiftIDs {
		if l := b.lines[id]; l != nil {
			b.promote(l)
		}
	}
	return b.save(ctx, tx)
}
