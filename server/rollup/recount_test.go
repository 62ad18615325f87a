package rollup_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db/share"
	"linli/ent/db/unit"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

// TestDriftIsReportedAndRepaired changes figures behind the program's back; the check an hour later finds and mends it, tells
// whoever watches, and then finds nothing.
func TestDriftIsReportedAndRepaired(t *testing.T) {
	plants := []struct {
		name    string
		drifted uint64
		plant   func(ctx context.Context, tx *store.Tx, here *testkit.Place, eventID string) error
	}{
		{"people", 1, func(ctx context.Context, tx *store.Tx, here *testkit.Place, _ string) error {
			return tx.Exec(ctx, "UPDATE units SET people_count = people_count + 3 WHERE id = $1", here.Groups[0].ID)
		}},
		{"events", 2, func(ctx context.Context, tx *store.Tx, here *testkit.Place, _ string) error {
			return tx.Exec(ctx, "UPDATE units SET upcoming_events = 0, confirmed_today = 99 WHERE id IN ($1, $2)", here.Root.ID, here.Branches[0].ID)
		}},
		{"a share", 1, func(ctx context.Context, tx *store.Tx, _ *testkit.Place, eventID string) error {
			return tx.Exec(ctx, "UPDATE shares SET confirmed = confirmed + 1 WHERE event_id = $1", eventID)
		}},
		{"a lost share", 3, func(ctx context.Context, tx *store.Tx, _ *testkit.Place, eventID string) error {
			return tx.Exec(ctx, "DELETE FROM shares WHERE event_id = $1", eventID)
		}},
		{"a change without a version", 4, func(ctx context.Context, tx *store.Tx, _ *testkit.Place, eventID string) error {
			return tx.Exec(ctx, "UPDATE shifts SET waitlisted = 4 WHERE event_id = $1", eventID)
		}},
		{"somebody moved", 3, func(ctx context.Context, tx *store.Tx, here *testkit.Place, _ string) error {
			return tx.Exec(ctx, "UPDATE persons SET unit_id = $1 WHERE unit_id = $2", here.Root.ID, here.Households[0].ID)
		}},
	}
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		k.Place("beside")
		k.Person(here.Households[0], "甲")
		e := k.Event(here.Groups[0], 2*time.Hour, -1)
		k.Must(fill(k.Internal(), k.Store, e, 7))
		k.Must(k.RollUps.Flush(k.Context()))
		k.Must(k.RollUps.CatchUp(k.Context()))
		check := func() (checks, drifted uint64) {
			t.Helper()
			k.Must(k.RollUps.Check(k.Context()))
			k.Must(k.RollUps.Check(k.Context())) // the other community
			_, checks, drifted = k.RollUps.Metrics()
			return checks, drifted
		}
		if checks, _ := check(); checks != 0 {
			t.Fatal("checked before the hour was over")
		}
		sum := uint64(0)
		for i, p := range plants {
			k.Do(func(ctx context.Context, tx *store.Tx) { k.Must(p.plant(ctx, tx, here, e.ID)) })
			anHourAgo(k)
			group, aside := k.Store.Hub.Watch(live.Unit(here.Groups[0].ID)), k.Store.Hub.Watch(live.Unit(here.Branches[1].ID))
			sum += p.drifted
			if checks, drifted := check(); checks != uint64(2*(i+1)) || drifted != sum {
				t.Fatalf("%s: %d checks, %d drifted, want %d and %d", p.name, checks, drifted, 2*(i+1), sum)
			}
			k.InStep()
			if p.name == "people" {
				<-group.C
			}
			select {
			case <-aside.C:
				t.Fatalf("%s: another branch was woken", p.name)
			default:
			}
		}
		anHourAgo(k)
		if _, drifted := check(); drifted != sum {
			t.Fatal("not mended")
		}
	})
}

// anHourAgo makes the last recounts older than they are.
func anHourAgo(k *testkit.Kit) {
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Community.Update().SetRecountedAt(tx.Now().Add(-time.Hour)).ExecX(ctx)
	})
}

// TestAnOlderDatabaseIsCountedFirst: its columns are new and say 0.
func TestAnOlderDatabaseIsCountedFirst(t *testing.T) {
	inCity(t, func(t *testing.T, c *city) {
		for i, p := range c.places {
			c.Must(fill(c.Internal(), c.Store, c.Event(p.Households[i], time.Hour, -1), 5))
			c.Event(p.Branches[i], 30*time.Hour, 3)
		}
		c.quiet()
		c.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Share.Delete().Where(share.VersionGTE(0)).ExecX(ctx)
			tx.Unit.Update().SetPeopleCount(0).SetUpcomingEvents(0).SetConfirmedToday(0).SetWaitingToday(0).SetCheckedInToday(0).ExecX(ctx)
			tx.Community.Update().ClearRecountedAt().ExecX(ctx)
		})
		c.Must(c.RollUps.CatchUp(c.Context()))
		c.InStep()
		if n := c.Store.Client().Unit.Query().Where(unit.PeopleCountGT(0)).CountX(c.Internal()); n != 2*9 {
			t.Errorf("%d units have people", n)
		}
		if _, checks, drifted := c.RollUps.Metrics(); checks+drifted > 0 {
			t.Error("the first count was reported as drift")
		}
	})
}

// TestAnUnknownZoneStopsNobodyElse: the rest of the city is counted all the same.
func TestAnUnknownZoneStopsNobodyElse(t *testing.T) {
	inCity(t, func(t *testing.T, c *city) {
		c.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Community.UpdateOneID(c.places[1].Community.ID).SetTimeZone("Nowhere/Land").ExecX(ctx)
		})
		for _, p := range c.places {
			c.Must(fill(c.Internal(), c.Store, c.Event(p.Groups[0], time.Hour, -1), 5))
		}
		c.quiet()
		for i, want := range []int{5, 0} {
			if got := c.Store.Client().Unit.GetX(c.Internal(), c.places[i].Root.ID).ConfirmedToday; got != want {
				t.Errorf("place %d: %d", i, got)
			}
		}
	})
}
