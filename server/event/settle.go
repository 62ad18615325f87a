package event

import (
	"context"

	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/server/roster"
	"linli/server/store"
)

// Settle gives out the free places of the community's coming events that a rule held and holds no longer. It is a step of
// the verb that changes the rules of offers.
func Settle(ctx context.Context, tx *store.Tx, communityID string) error {
	ids, err := tx.Event.Query().Where(event.CommunityID(communityID), event.StatusEQ(event.StatusPUBLISHED), event.EndsAtGT(tx.Now()),
		event.HasShiftsWith(shift.HeldGT(0))).Order(event.ByID()).IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids { // in the order of their ids, as everybody takes several
		row, err := roster.Lock(ctx, tx, id)
		if err != nil {
			return err
		}
		held, err := tx.Shift.Query().Where(shift.EventID(id), shift.HeldGT(0)).IDs(ctx)
		if err != nil {
			return err
		}
		if err := roster.Promote(ctx, tx, row, held...); err != nil {
			return err
		}
	}
	return nil
}
