package roster

import (
	"context"

	"linli/ent/db"
	"linli/server/store"
	"linli/server/viewer"
)

// Promote offers the free places of the shifts to whoever is next. It is a step for a verb that freed places by other means
// than a withdrawal (more places, an arrival undone) or changed what is kept: the verb holds the event's lock and has already
// written what frees them.
func Promote(ctx context.Context, tx *store.Tx, e *db.Event, shiftIDs ...string) error {
	if len(shiftIDs) == 0 {
		return nil
	}
	return onBoard(ctx, tx, e, needs{shifts: shiftIDs}, func(b *board) {
		for _, l := range b.inOrder(e.ID) {
			b.settle(l, "")
		}
	})
}

// onBoard changes a board of one event, whose lock the verb holds, and writes it back.
func onBoard(ctx context.Context, tx *store.Tx, e *db.Event, n needs, change func(*board)) error {
	b, err := readBoard(ctx, tx, map[string]*db.Event{e.ID: e}, &n)
	if err != nil {
		return err
	}
	b.by = viewer.From(ctx)
	change(b)
	return b.save(ctx, tx)
}
