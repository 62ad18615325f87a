package demo_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"linli/ent/db/event"
	"linli/server/demo"
	"linli/server/store"
	"linli/server/testkit"
)

func load(t *testing.T, k *testkit.Kit, o demo.Options) {
	t.Helper()
	began := time.Now()
	k.Must(demo.Load(t.Context(), k.Store, k.Keys, o))
	t.Logf("%s loaded in %.2f s", o.Size, time.Since(began).Seconds())
}

func TestSmallIsWhatTheContractSays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "small"})
		checkPhones(k, 200)
		checkTree(k)
		checkStates(k)
		checkCounters(k)
		checkActedFor(k)
		ctx := k.Internal()
		if n := k.Store.Client().Event.Query().Where(inDemo).CountX(ctx); n != 12 {
			t.Errorf("%d events, want 12", n)
		}
		open := k.Store.Client().Event.Query().Where(inDemo, event.StatusEQ(event.StatusPUBLISHED), event.EndsAtGT(k.Clock.Now())).CountX(ctx)
		if open < 6 {
			t.Errorf("%d published events not ended, want 6", open)
		}
	})
}

func TestFullIsOfTheReportedSize(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "full"})
		checkPhones(k, 10_000)
		checkTree(k)
		checkStates(k)
		checkCounters(k)
		checkActedFor(k)
		mine := "community_id = (SELECT id FROM communities WHERE slug = 'demo')"
		now := k.Clock.Now()
		for query, want := range map[string]int{
			"SELECT count(*) FROM units WHERE level = 'GROUP' AND " + mine:     148,
			"SELECT count(*) FROM units WHERE level = 'HOUSEHOLD' AND " + mine: 8_000,
			"SELECT count(*) FROM persons WHERE " + mine:                       26_000,
			"SELECT count(*) FROM memberships WHERE role = 'MEMBER'":           277,
			"SELECT count(*) FROM partners":                                    9,
			"SELECT count(*) FROM teams":                                       14,
		} {
			if got := count(k, query); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		over := []any{now.AddDate(-1, 0, 0), now}
		if n := count(k, "SELECT count(*) FROM events WHERE starts_at >= $1 AND ends_at < $2 AND "+mine, over...); n != 641 {
			t.Errorf("%d events in a year", n)
		}
		turnOuts := "SELECT count(*) FROM sign_ups s JOIN events e ON e.id = s.event_id WHERE checked_in_at IS NOT NULL AND starts_at >= $1 AND ends_at < $2"
		if n := count(k, turnOuts, over...); n != 18_000 {
			t.Errorf("%d turn-outs in a year", n)
		}
		for title, want := range map[string]int{"周五邻里服务日": 225, "周一大讲堂": 209} {
			if n := count(k, "SELECT count(*) FROM events WHERE title = $1 AND ends_at < $2", title, now); n != want {
				t.Errorf("%s went back %d weeks, want %d", title, n, want)
			}
		}
	})
}

func count(k *testkit.Kit, query string, args ...any) (n int) {
	k.Helper()
	k.Must(k.Store.SQL().QueryRowContext(k.Context(), query, args...).Scan(&n))
	return n
}

func TestTheSameSeedGivesTheSameCommunity(t *testing.T) {
	names := func(seed uint64) (all []string) {
		k := testkit.SQLite(t)
		load(t, k, demo.Options{Size: "small", Seed: seed})
		ctx := k.Internal()
		for _, p := range k.Store.Client().Person.Query().WithUnit().AllX(ctx) {
			all = append(all, p.Edges.Unit.Path+p.Name+p.PhoneTail)
		}
		for _, e := range k.Store.Client().Event.Query().WithShifts().AllX(ctx) {
			all = append(all, e.Title+e.StartsAt.String()+strconv.Itoa(e.Edges.Shifts[0].Confirmed))
		}
		slices.Sort(all)
		return all
	}
	one, again, other := names(1), names(1), names(2)
	if !slices.Equal(one, again) {
		t.Error("the same seed gave another community")
	}
	if slices.Equal(one, other) {
		t.Error("another seed gave the same community")
	}
}

func TestReloadMakesItNew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "small"})
		if err := demo.Load(t.Context(), k.Store, k.Keys, demo.Options{Size: "small"}); !errors.Is(err, demo.ErrNotEmpty) {
			t.Fatalf("loading twice: %v", err)
		}
		k.Clock.Move(72 * time.Hour)
		if age, err := demo.Age(t.Context(), k.Store); err != nil || age != 72*time.Hour {
			t.Fatalf("age %v, %v", age, err)
		}
		var lines bytes.Buffer
		load(t, k, demo.Options{Size: "small", Reload: true, Progress: &lines})
		if age, err := demo.Age(t.Context(), k.Store); err != nil || age != 0 || lines.Len() == 0 {
			t.Fatalf("age %v, %v, progress %q", age, err, lines.String())
		}
		checkPhones(k, 200)
		checkStates(k)
	})
}

// Whatever the hour and the day of the week, the states are there.
func TestTheStatesHoldAtAnyMoment(t *testing.T) {
	k := testkit.SQLite(t)
	for range 14 {
		load(t, k, demo.Options{Size: "small", Reload: true})
		checkStates(k)
		checkCounters(k)
		k.Clock.Move(15*time.Hour + 7*time.Minute)
	}
}

func TestReloadLeavesARealCommunityAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		k.Place("real")
		load := func() error {
			return demo.Load(t.Context(), k.Store, k.Keys, demo.Options{Size: "small", Reload: true})
		}
		if err := load(); !errors.Is(err, demo.ErrNotEmpty) {
			t.Fatalf("beside a real community: %v", err)
		}
		size, _, err := demo.State(t.Context(), k.Store)
		if err != nil || size != "" {
			t.Fatalf("it is noted as loaded: %q, %v", size, err)
		}
	})
}

func TestTwoReplicasLoadOnce(t *testing.T) {
	k := testkit.Postgres(t)
	k.Do(func(ctx context.Context, tx *store.Tx) { tx.Installation.Create().SetKeyFingerprint("x").ExecX(ctx) })
	done := make(chan error, 2)
	for _, s := range []*store.Store{k.Store, k.Open()} {
		go func() { done <- demo.Load(t.Context(), s, k.Keys, demo.Options{Size: "small"}) }()
	}
	one, two := <-done, <-done
	if (one == nil) == (two == nil) || (!errors.Is(one, demo.ErrNotEmpty) && !errors.Is(two, demo.ErrNotEmpty)) {
		t.Fatalf("%v, %v", one, two)
	}
}

func TestUnknownSize(t *testing.T) {
	if err := demo.Load(t.Context(), nil, nil, demo.Options{Size: "huge"}); err == nil {
		t.Fatal("a huge demo was loaded")
	}
}
