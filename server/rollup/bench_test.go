package rollup_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/shift"
	"linli/ent/uid"
	"linli/server/demo"
	"linli/server/rollup"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

func onBoth(b *testing.B, bench func(b *testing.B, k *testkit.Kit)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { bench(b, testkit.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { bench(b, testkit.Postgres(b)) })
}

// BenchmarkFold is one transaction that folds so many events of today, each of which changed.
func BenchmarkFold(b *testing.B) {
	for _, n := range []int{1, 16, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			onBoth(b, func(b *testing.B, k *testkit.Kit) {
				here := k.Place("here")
				var events []store.Touched
				for i := range n {
					e := k.Event(here.Groups[i%2], time.Hour, -1)
					events = append(events, store.Touched{Community: e.CommunityID, Event: e.ID})
				}
				for b.Loop() {
					b.StopTimer()
					k.Do(func(ctx context.Context, tx *store.Tx) {
						tx.Shift.Update().Where(shift.CapacityIsNil()).AddConfirmed(1).ExecX(ctx)
						tx.Event.Update().AddRosterVersion(1).ExecX(ctx)
					})
					b.StartTimer()
					k.Must(k.Store.Do(k.Internal(), func(ctx context.Context, tx *store.Tx) error { return rollup.Fold(ctx, tx, events) }))
				}
			})
		})
	}
}

// BenchmarkRecount compares the large demo with a recount: 148 buildings, 8,000 households, 26,000 people.
func BenchmarkRecount(b *testing.B) {
	onBoth(b, func(b *testing.B, k *testkit.Kit) {
		k.Must(demo.Load(k.Context(), k.Store, k.Keys, demo.Options{Size: "full"}))
		id := k.Store.Client().Community.Query().Where(community.Slug(demo.Slug)).OnlyIDX(k.Internal())
		for b.Loop() {
			k.Must(k.Store.Do(k.Internal(), func(ctx context.Context, tx *store.Tx) error {
				_, err := rollup.Recount(ctx, tx, id)
				return err
			}))
		}
	})
}

// BenchmarkCatchUp looks at the large demo while nothing is behind, as the leader does every ten seconds.
func BenchmarkCatchUp(b *testing.B) {
	onBoth(b, func(b *testing.B, k *testkit.Kit) {
		k.Must(demo.Load(k.Context(), k.Store, k.Keys, demo.Options{Size: "full"}))
		for b.Loop() {
			k.Must(k.RollUps.CatchUp(k.Context()))
		}
	})
}

// BenchmarkStorm lets 64 callers sign 4,096 people up for an event of today, with folds and without in turns, so that both
// have the same weather.
func BenchmarkStorm(b *testing.B) {
	onBoth(b, func(b *testing.B, k *testkit.Kit) {
		here, bare := k.Place("here"), k.Unfolding()
		people := crowd(k, here.Households[0], 4096)
		var took [2]time.Duration
		var folds uint64
		for b.Loop() {
			for i, s := range []*store.Store{k.Store, bare} {
				e := k.Event(here.Groups[0], time.Duration(i)*2*time.Hour, -1)
				k.Must(k.RollUps.Flush(k.Context()))
				before, _, _ := k.RollUps.Metrics()
				began := time.Now()
				storm(k, roster.New(s, k.Keys, roster.Options{}), e.Edges.Shifts[0].ID, people)
				took[i] += time.Since(began)
				after, _, _ := k.RollUps.Metrics()
				folds += after - before
				k.Do(func(ctx context.Context, tx *store.Tx) { // nobody is busy at that time any more
					k.Must(tx.Exec(ctx, "UPDATE sign_ups SET status = 'WITHDRAWN'"))
				})
			}
		}
		all := float64(len(people) * b.N)
		b.ReportMetric(all/took[0].Seconds(), "folding/s")
		b.ReportMetric(all/took[1].Seconds(), "bare/s")
		b.ReportMetric(float64(folds)/took[0].Seconds(), "folds/s")
	})
}

func crowd(k *testkit.Kit, home *db.Unit, n int) (all []context.Context) {
	k.Helper()
	k.Do(func(ctx context.Context, tx *store.Tx) {
		var made []*db.PersonCreate
		for range n {
			v := &viewer.Viewer{PersonID: uid.New("pe"), CommunityID: home.CommunityID}
			all = append(all, viewer.With(k.Context(), v))
			made = append(made, tx.Person.Create().SetID(v.PersonID).SetCommunityID(home.CommunityID).SetUnitID(home.ID).SetName("居民"))
		}
		for some := range slices.Chunk(made, 500) {
			tx.Person.CreateBulk(some...).ExecX(ctx)
		}
	})
	return all
}

func storm(k *testkit.Kit, r *roster.Rosters, shiftID string, people []context.Context) {
	k.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(people); i = int(next.Add(1)) - 1 {
				if _, err := r.SignUp(people[i], shiftID, nil, nil); err != nil {
					k.Error(err)
				}
			}
		})
	}
	all.Wait()
}
