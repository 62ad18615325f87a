package event

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/message"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

// RemoveShift takes away a shift that nobody is signed up for and nobody came to; sign-ups that were withdrawn go with it,
// and what happened to them.
// CONFLICT for another one and for the last, CLOSED when the event is over or cancelled.
func (e *Events) RemoveShift(ctx context.Context, id string) (*db.Event, error) {
	of, err := access.Shift(ctx, e.store.Client(), "removeShift", id)
	if err != nil {
		return nil, err
	}
	return e.inTurn(ctx, of.ID, func(ctx context.Context, tx *store.Tx, row *db.Event) error {
		if err := open(row, tx.Now()); err != nil {
			return err
		}
		if err := spare(ctx, tx, row, id); err != nil {
			return err
		}
		if err := forget(ctx, tx, row, id); err != nil {
			return err
		}
		if err := tx.Shift.DeleteOneID(id).Exec(ctx); err != nil {
			return access.Hide(err)
		}
		return tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "removeShift", Subject: id, Reason: row.ID})
	})
}

// forget deletes the shift's sign-ups and all that belongs to them. Who follows the roster and has not yet seen that they
// are over finds nothing of them any more, so she reads it anew.
func forget(ctx context.Context, tx *store.Tx, row *db.Event, shiftID string) error {
	if _, err := tx.Step.Delete().Where(step.HasSignUpWith(signup.ShiftID(shiftID))).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.Message.Delete().Where(message.HasSignUpWith(signup.ShiftID(shiftID))).Exec(ctx); err != nil {
		return err
	}
	n, err := tx.SignUp.Delete().Where(signup.ShiftID(shiftID)).Exec(ctx)
	if err != nil || n == 0 {
		return err
	}
	return tx.Event.UpdateOne(row).SetRowsSince(row.RosterVersion).Exec(ctx)
}

// spare refuses a shift that the event cannot do without.
func spare(ctx context.Context, tx *store.Tx, row *db.Event, id string) error {
	shifts, err := tx.Shift.Query().Where(shift.EventID(row.ID)).Count(ctx)
	if err != nil {
		return err
	}
	if shifts < 2 {
		return fault.New(fault.Conflict, "An event keeps at least one shift.").Because("LAST_SHIFT")
	}
	signedUp, err := tx.SignUp.Query().Where(signup.ShiftID(id), signup.StatusIn(roster.Active...)).Exist(ctx)
	if err != nil {
		return err
	}
	came, err := tx.AttendanceEntry.Query().
		Where(attendanceentry.Or(attendanceentry.ShiftID(id), attendanceentry.HasSignUpWith(signup.ShiftID(id)))).Exist(ctx)
	if err != nil {
		return err
	}
	if signedUp || came {
		return fault.New(fault.Conflict, "Somebody is signed up for this shift.").Because("HAS_SIGN_UPS")
	}
	return nil
}
