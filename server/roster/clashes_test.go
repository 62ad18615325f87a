package roster_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

func TestClashes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 3, 5) // from two to four o'clock
		at := func(begins time.Duration) (*db.Event, string) {
			e := k.Event(s.place.Branches[1], begins, 5)
			return e, e.Edges.Shifts[0].ID
		}
		id := s.put(0, "CONFIRMED", nil)
		touches, touching := at(4 * time.Hour)
		late, lateShift := at(3 * time.Hour)
		early, earlyShift := at(time.Hour)
		gone, goneShift := at(time.Hour + time.Minute)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(gone.ID).SetStatus(event.StatusCANCELLED).ExecX(ctx)
		})
		s.putInto(touches, touching, 0, "CONFIRMED", nil)
		s.putInto(gone, goneShift, 0, "CONFIRMED", nil)
		s.putInto(early, earlyShift, 0, "WITHDRAWN", nil)
		s.putInto(early, earlyShift, 1, "CONFIRMED", nil)
		clash := func(of string, who *db.Person) *roster.SignUp {
			k.Helper()
			all, err := s.Clashes(s.As(who), []string{of})
			k.Must(err)
			return all[of]
		}
		if got := clash(id, s.people[0]); got != nil {
			t.Errorf("clashes with %v", got)
		}
		second := s.putInto(late, lateShift, 0, "WAITLISTED", nil)
		first := s.putInto(early, earlyShift, 0, "OFFERED", nil)
		if got := clash(id, s.people[0]); got == nil || got.ID != first {
			t.Errorf("clashes with %v, want the earliest", got)
		}
		if got := clash(first, s.people[0]); got == nil || got.ID != id {
			t.Errorf("clashes with %v", got)
		}
		if got := clash(second, s.people[0]); got == nil || got.ID != id {
			t.Errorf("clashes with %v", got)
		}
		if got := clash(id, s.lead); got != nil {
			t.Errorf("the lead is shown another event's %v", got)
		}
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.SignUp.UpdateOneID(id).SetStatus("REMOVED").ExecX(ctx)
		})
		if got := clash(id, s.people[0]); got != nil {
			t.Errorf("what is over clashes with %v", got)
		}
	})
}
