package event

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
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
	return e.change(ctx, func(ctx context.Context, tx *store.Tx) (*db.Event, error) {
		row, err := roster.Lock(ctx, tx, id)
		if err != nil || row.Status == event.StatusPUBLISHED {
			return row, err
		}
		if err := open(row, tx.Now()); err != nil {
			return nil, err
		}
		if row, err = tx.Event.UpdateOneID(id).SetStatus(event.StatusPUBLISHED).Save(ctx); err != nil {
			return nil, err
		}
		return row, tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "publishEvent", Subject: id})
	})
}

// lockOpen locks an event that may still be changed; CLOSED for another.
func lockOpen(ctx context.Context, tx *store.Tx, id string) (*db.Event, error) {
	row, err := roster.Lock(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return row, open(row, tx.Now())
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
