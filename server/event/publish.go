package event

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

// Publish shows a draft to everybody and opens its sign-up; repeating it is safe. CLOSED when it is over or cancelled.
func (e *Events) Publish(ctx context.Context, id string) (*db.Event, error) {
	if _, err := access.Event(ctx, e.store.Client(), "publishEvent", id); err != nil {
		return nil, err
	}
	return e.inTurn(ctx, id, func(ctx context.Context, tx *store.Tx, row *db.Event) error {
		if row.Status == event.StatusPUBLISHED {
			return nil
		}
		if err := open(row, tx.Now()); err != nil {
			return err
		}
		if err := tx.Event.UpdateOneID(id).SetStatus(event.StatusPUBLISHED).Exec(ctx); err != nil {
			return err
		}
		// What is kept is held from the first moment on.
		keeping, err := tx.Shift.Query().Where(shift.EventID(id), shift.KeptGT(0)).IDs(ctx)
		if err != nil {
			return err
		}
		row.Status = event.StatusPUBLISHED
		if err := roster.Promote(ctx, tx, row, keeping...); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "publishEvent", Subject: id})
	})
}

// open refuses with CLOSED what concerns a cancelled event or one that is over.
func open(row *db.Event, now time.Time) error {
	if row.Status == event.StatusCANCELLED {
		return fault.New(fault.Closed, "This event is cancelled.").Because("CANCELLED")
	}
	if !row.EndsAt.After(now) {
		return fault.New(fault.Closed, "This event is over.").Because("OVER")
	}
	return nil
}
