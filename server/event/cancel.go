package event

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/notice"
	"linli/ent/db/substitute"
	"linli/server/access"
	"linli/server/live"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/text"
)

// Cancel ends an event before its time, removes the sign-ups of those who have not arrived, and tells everybody signed up
// why; repeating it is safe and tells nobody again.
// CLOSED when it is over, BAD_USER_INPUT for a missing or too long reason.
func (e *Events) Cancel(ctx context.Context, id, reason string) (*db.Event, error) {
	if _, err := access.Event(ctx, e.store.Client(), "cancelEvent", id); err != nil {
		return nil, err
	}
	reason, err := text.Line("reason", reason, text.Reason)
	if err != nil {
		return nil, err
	}
	return e.inTurn(ctx, id, func(ctx context.Context, tx *store.Tx, row *db.Event) error {
		if row.Status == event.StatusCANCELLED {
			return nil
		}
		if err := open(row, tx.Now()); err != nil {
			return err
		}
		if err := tx.Event.UpdateOneID(id).SetStatus(event.StatusCANCELLED).SetCancelReason(reason).Exec(ctx); err != nil {
			return err
		}
		if err := tell(ctx, tx, row, notice.KindCANCELLED, reason); err != nil {
			return err
		}
		if err := roster.Dismiss(ctx, tx, row, reason); err != nil {
			return err
		}
		if err := retire(ctx, tx, id); err != nil {
			return err
		}
		if err := endDevices(ctx, tx, id, tx.Now()); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "cancelEvent", Subject: id, Reason: reason})
	})
}

// retire lets the substitutes' rights be read again: they end with the event.
func retire(ctx context.Context, tx *store.Tx, eventID string) error {
	people, err := tx.Substitute.Query().Where(substitute.EventID(eventID)).Select(substitute.FieldPersonID).Strings(ctx)
	for _, id := range people {
		tx.Announce(live.Rights(id))
	}
	return err
}
