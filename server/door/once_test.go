package door_test

import (
	"sync"
	"testing"

	"linli/ent/db/attendanceentry"
	"linli/server/door"
	"linli/server/roster"
	"linli/server/testkit"
)

// Of one entry that reaches two replicas at the same time, one line is kept and both say so; an id that is used at two doors
// at the same time stands for one of them.
func TestAnEntryIsKeptOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 20, 1)
		other := k.Event(s.place.Root, 0, 20)
		doors := []*door.Door{s.door, s.door}
		if k.URL != "" {
			far := k.Open()
			doors[1] = door.New(far, k.Keys, roster.New(far, k.Keys, roster.Options{}), true)
		}
		both := func(at ...*door.Entry) (answers []string) {
			var all sync.WaitGroup
			answers = make([]string, 2)
			for i, e := range at {
				all.Go(func() {
					r, err := doors[i].CheckIn(k.As(s.lead), []*door.Entry{e}, door.From{})
					if answers[i] = refusal(err); err == nil && r[0].Accepted {
						answers[i] = "accepted"
					}
				})
			}
			all.Wait()
			return answers
		}
		for range 10 {
			same := s.tick(0)
			again := *same
			if a := both(same, &again); a[0] != "accepted" || a[1] != "accepted" {
				t.Fatalf("the same entry twice: %v", a)
			}
			here, there := s.tick(0), s.tick(0)
			there.ID, there.EventID = here.ID, other.ID
			a := both(here, there)
			if a[0] == a[1] || a[0] != "accepted" && a[0] != "CONFLICT KEY_REUSED input.0.id" || a[1] != "accepted" && a[1] != "CONFLICT KEY_REUSED input.0.id" {
				t.Fatalf("one id at two doors: %v", a)
			}
			if n := k.Store.Client().AttendanceEntry.Query().Where(attendanceentry.IDIn(same.ID, here.ID)).CountX(k.Internal()); n != 2 {
				t.Fatalf("%d lines", n)
			}
		}
	})
}
