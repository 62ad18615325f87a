package roster

import (
	"context"
	"maps"
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
	"linli/server/store"
)

// MoveBack takes so many places away that each of the shifts has the capacity given, which it writes: where more people have
// places, the last to come, with those who signed up with them, go to the front of the queue and are told why. Whoever has
// arrived or was let in at the door stays; when those alone are more than the places it is CONFLICT with reason
// BELOW_CONFIRMED. It is a step, as Promote, for the verb that lowers a capacity.
func MoveBack(ctx context.Context, tx *store.Tx, e *db.Event, reason string, capacity map[string]int) error {
	shifts := slices.Collect(maps.Keys(capacity))
	holding, err := tx.SignUp.Query().Where(signup.ShiftIDIn(shifts...), signup.StatusIn(signup.StatusCONFIRMED, signup.StatusOFFERED)).
		Order(signup.ByPlace(), signup.ByID()).All(ctx)
	if err != nil {
		return err
	}
	var people []string
	for _, s := range holding {
		people = append(people, s.PersonID)
	}
	reach, err := reached(ctx, tx, unique(people), tx.Outbox())
	if err != nil {
		return err
	}
	var failed error
	err = onBoard(ctx, tx, e, needs{shifts: shifts, whole: true}, func(b *board) {
		maps.Copy(b.reached, reach) // whoever moves back may be next again
		for _, l := range b.inOrder(e.ID) {
			if !b.shrink(l, holding, capacity[l.shift.ID], reason) {
				failed = fault.New(fault.Conflict, "More people have arrived than that.").Because("BELOW_CONFIRMED").
					With("confirmed", l.shift.Confirmed+l.shift.Offered)
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// shrink moves parties back, last come first, until the rest fits; false when that cannot be.
func (b *board) shrink(l *line, holding []*db.SignUp, capacity int, reason string) bool {
	l.shift.Capacity = &capacity
	most := l.most()
	var of []*db.SignUp
	for _, s := range holding {
		if s.ShiftID == l.shift.ID && !s.WalkIn && s.CheckedInAt == nil {
			of = append(of, s)
		}
	}
	all := parties(of)
	for n := len(all) - 1; n >= 0 && l.shift.Confirmed+l.shift.Offered-l.shift.WalkedIn > capacity; n-- {
		for _, s := range all[n] {
			b.rows[s.ID] = s
			b.move(s, signup.StatusWAITLISTED)
			s.PassedOver = most // nobody is let past who had a place
		}
		l.queue = append(l.queue, all[n]...)
		b.toFront(l, all[n])
		b.note(happened{kind: step.KindMOVED_BACK, reason: reason}, all[n]...)
		b.tell(told{kind: notice.KindMOVED_BACK, reason: reason}, all[n]...)
		b.record("changeEvent", reason, all[n]...)
	}
	b.settle(l, "")
	return l.shift.Confirmed+l.shift.Offered-l.shift.WalkedIn <= capacity
}
