package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/store"
)

// Dismiss ends every sign-up of the event whose person has not arrived: REMOVED with the reason. Nobody is offered what falls
// free. It is a step, as Promote, for the verb that cancels an event; telling people is the verb's.
func Dismiss(ctx context.Context, tx *store.Tx, e *db.Event, reason string) error {
	rows, err := tx.SignUp.Query().Where(signup.EventID(e.ID), signup.StatusIn(Active...), signup.CheckedInAtIsNil()).All(ctx)
	if err != nil {
		return err
	}
	shifts, err := tx.Shift.Query().Where(shift.EventID(e.ID)).IDs(ctx)
	if err != nil {
		return err
	}
	return onBoard(ctx, tx, e, needs{shifts: shifts}, func(b *board) {
		for _, s := range rows {
			b.move(s, signup.StatusREMOVED)
			s.Reason = reason
			b.note(happened{kind: step.KindREMOVED, reason: reason}, s)
		}
		for _, l := range b.lines {
			l.shift.Held = 0
		}
	})
}
