package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/store"
)

// Hasten lets no place of the shifts be held past their start. Where that has been moved to before now, whoever was offered
// one has it: nobody else is asked so late either, and she could not answer any more. It is a step, as Promote, for the verb
// that has moved the shifts.
func Hasten(ctx context.Context, tx *store.Tx, e *db.Event, shiftIDs ...string) error {
	if len(shiftIDs) == 0 {
		return nil
	}
	rows, err := tx.SignUp.Query().Where(signup.ShiftIDIn(shiftIDs...), signup.StatusEQ(signup.StatusOFFERED)).
		Order(signup.ByPlace(), signup.ByID()).All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	return onBoard(ctx, tx, e, needs{shifts: shiftIDs}, func(b *board) {
		for _, s := range rows {
			b.hasten(s, b.lines[s.ShiftID])
		}
	})
}

func (b *board) hasten(s *db.SignUp, l *line) {
	starts := l.shift.StartsAt
	switch {
	case s.OfferExpiresAt == nil || ranOut(s, b) || !s.OfferExpiresAt.After(starts):
	case starts.After(b.now) || closed(l.event, l.shift, b.now) != nil:
		s.OfferExpiresAt = &starts
		b.touch(s)
	default:
		b.move(s, signup.StatusCONFIRMED)
		b.note(happened{kind: step.KindCONFIRMED, byRule: true}, s)
		b.tell(told{kind: notice.KindPROMOTED, byRule: true}, s)
	}
}
