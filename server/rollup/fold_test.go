package rollup_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/server/live"
	"linli/server/org"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/testkit"
)

// fill sets the counters of an event's first shift and raises its version, as a verb would, through any store.
func fill(ctx context.Context, s *store.Store, e *db.Event, confirmed int) error {
	return s.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Event.UpdateOneID(e.ID).AddRosterVersion(1).Exec(ctx); err != nil {
			return err
		}
		tx.Touch(e.CommunityID, e.ID)
		return tx.Shift.Update().Where(shift.EventID(e.ID)).SetConfirmed(confirmed).SetWaitlisted(confirmed / 2).SetCheckedIn(confirmed / 3).Exec(ctx)
	})
}

// TestACrashBeforeTheFold changes events in a program that dies before it folds; whatever starts next has the right figures
// before it serves, though days have begun meanwhile.
func TestACrashBeforeTheFold(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		today, tomorrow := k.Event(here.Groups[0], time.Hour, -1), k.Event(here.Groups[1], 20*time.Hour, -1)
		k.Must(k.RollUps.Flush(k.Context()))
		k.Must(k.RollUps.CatchUp(k.Context()))
		dying := k.Unfolding()
		k.Must(fill(k.Internal(), dying, today, 9))
		k.Must(fill(k.Internal(), dying, tomorrow, 6))
		k.Must(k.RollUps.Flush(k.Context()))
		confirmed := func() int { return k.Store.Client().Unit.GetX(k.Internal(), here.Root.ID).ConfirmedToday }
		if confirmed() != 0 {
			t.Fatal("somebody has folded: ", confirmed())
		}
		k.Must(k.RollUps.CatchUp(k.Context()))
		k.InStep()
		if confirmed() != 9 {
			t.Fatal("after the start: ", confirmed())
		}
		k.Clock.Move(13 * time.Hour)
		k.Must(k.RollUps.CatchUp(k.Context()))
		k.InStep()
		if confirmed() != 6 {
			t.Fatal("after a start on the next day: ", confirmed())
		}
		k.Must(fill(k.Internal(), dying, tomorrow, 8))
		k.Clock.Move(24 * time.Hour)
		k.Must(k.RollUps.CatchUp(k.Context()))
		k.InStep()
	})
}

// TestManyFoldAtOnce folds the same events from two replicas at the same time, again and again, while they change.
func TestManyFoldAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here, there := k.Place("here"), k.Place("there")
		var events []store.Touched
		var rows []*db.Event
		for i := range 6 {
			e := k.Event([]*db.Unit{here.Households[i%4], there.Groups[i%2]}[i%2], time.Hour, -1)
			rows, events = append(rows, e), append(events, store.Touched{Community: e.CommunityID, Event: e.ID})
		}
		stores := []*store.Store{k.Store, k.Store}
		if k.URL != "" {
			stores[1] = k.Open()
		}
		var all sync.WaitGroup
		for n, s := range stores {
			all.Go(func() {
				for i := range 40 {
					if err := fill(k.Internal(), s, rows[(i+3*n)%6], i); err != nil {
						t.Error(err)
					}
				}
			})
			for range 2 {
				all.Go(func() {
					for range 40 {
						if err := s.Do(k.Internal(), func(ctx context.Context, tx *store.Tx) error { return rollup.Fold(ctx, tx, events) }); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		all.Wait()
		k.Do(func(ctx context.Context, tx *store.Tx) { k.Must(rollup.Fold(ctx, tx, events)) })
		k.InStep()
	})
}

// TestOnlyWhatChangedIsWoken: a change wakes those who watch the units whose figures it changes, and nobody else.
func TestOnlyWhatChangedIsWoken(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		o := org.New(k.Store, k.Keys)
		secretary, neighbour := k.Person(here.Root, "书记"), k.Person(here.Households[0], "邻居")
		k.Role(secretary, here.Root, "SECRETARY")
		e, later := k.Event(here.Groups[0], time.Hour, -1), k.Event(here.Groups[0], 100*time.Hour, -1)
		units := append(append([]*db.Unit{here.Root}, here.Branches...), append(here.Groups, here.Households...)...)
		woken := func(do func()) (all []string) {
			t.Helper()
			k.Must(k.RollUps.Flush(k.Context()))
			before := map[string]int64{}
			watches := map[string]*live.Watch{}
			for _, u := range units {
				before[u.ID], watches[u.ID] = k.Store.Client().Unit.GetX(k.Internal(), u.ID).CountsRevision, k.Store.Hub.Watch(live.Unit(u.ID))
			}
			do()
			k.Must(k.RollUps.Flush(k.Context()))
			for _, u := range units {
				raised := k.Store.Client().Unit.GetX(k.Internal(), u.ID).CountsRevision > before[u.ID]
				select {
				case <-watches[u.ID].C:
					all = append(all, u.Path)
					if !raised {
						t.Errorf("%s was woken and not raised", u.Path)
					}
				default:
					if raised {
						t.Errorf("%s was raised and not woken", u.Path)
					}
				}
				watches[u.ID].Close()
			}
			return all
		}
		expect := func(what string, got []string, want ...*db.Unit) {
			t.Helper()
			if len(got) != len(want) {
				t.Fatalf("%s woke %v", what, got)
			}
			for i, u := range want {
				if got[i] != u.Path {
					t.Fatalf("%s woke %v", what, got)
				}
			}
		}
		expect("a change of today", woken(func() { k.Must(fill(k.Internal(), k.Store, e, 3)) }), here.Root, here.Branches[0], here.Groups[0])
		expect("the same once more", woken(func() { k.Must(fill(k.Internal(), k.Store, e, 3)) }))
		expect("a change of next week", woken(func() { k.Must(fill(k.Internal(), k.Store, later, 3)) }))
		expect("a cancelled one", woken(func() {
			k.Do(func(ctx context.Context, tx *store.Tx) {
				tx.Event.UpdateOneID(later.ID).SetStatus(event.StatusCANCELLED).AddRosterVersion(1).ExecX(ctx)
				tx.Touch(later.CommunityID, later.ID)
			})
		}), here.Root, here.Branches[0], here.Groups[0])
		move := func(to *db.Unit) func() {
			return func() {
				_, err := o.ChangePerson(k.As(secretary), neighbour.ID, org.ChangePersonInput{UnitID: &to.ID})
				k.Must(err)
			}
		}
		expect("next door", woken(move(here.Households[1])), here.Households[0], here.Households[1])
		expect("another branch", woken(move(here.Households[2])), here.Branches[0], here.Branches[1], here.Groups[0], here.Groups[1], here.Households[1], here.Households[2])
		k.InStep()
	})
}

// TestAnEventOfAnotherUnit: no verb gives an event to another unit yet; a fold would take it along.
func TestAnEventOfAnotherUnit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		e := k.Event(here.Groups[0], time.Hour, -1)
		k.Must(fill(k.Internal(), k.Store, e, 5))
		k.Must(k.RollUps.Flush(k.Context()))
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(e.ID).SetUnitID(here.Households[3].ID).AddRosterVersion(1).ExecX(ctx)
			tx.Touch(e.CommunityID, e.ID)
		})
		k.Must(k.RollUps.Flush(k.Context()))
		k.InStep()
	})
}
