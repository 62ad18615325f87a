package roster_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/uid"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// callers is how many ask at once.
const callers = 64

// One run of a benchmark is one rush on events of its own, with keys; `-benchtime 1x -count 5` makes five.

// BenchmarkOneEvent: 64 callers want one event, which has a place for each of 4,096.
func BenchmarkOneEvent(b *testing.B) {
	onBoth(b, func(b *testing.B, s *scene) { s.rush(b, roster.Options{}, 4096, 1) })
}

// BenchmarkOneAtATime: the same with a transaction for each.
func BenchmarkOneAtATime(b *testing.B) {
	onBoth(b, func(b *testing.B, s *scene) { s.rush(b, roster.Options{Batch: 1}, 512, 1) })
}

// BenchmarkManyEvents: 64 callers want 16 events.
func BenchmarkManyEvents(b *testing.B) {
	onBoth(b, func(b *testing.B, s *scene) { s.rush(b, roster.Options{}, 4096, 16) })
}

// BenchmarkLone: one caller, with the admitter and past it, in turns so that both have the same weather.
func BenchmarkLone(b *testing.B) {
	onBoth(b, func(b *testing.B, s *scene) {
		people := s.crowd(1000)
		r := roster.New(s.Store, s.Keys, roster.Options{})
		ways := []func(caller) error{
			func(p caller) error { return s.ask(r, p, s.shift(0)) },
			func(p caller) error { return r.SignUpPast(p.ctx, s.shift(0), s.shift(0)) },
		}
		took := make([][]time.Duration, len(ways))
		for b.Loop() {
			b.StopTimer()
			s.fresh(1)
			b.StartTimer()
			for i, p := range people {
				at := time.Now()
				if err := ways[i%2](p); err != nil {
					b.Fatal(err)
				}
				took[i%2] = append(took[i%2], time.Since(at))
			}
		}
		for i, unit := range []string{"admitted-µs", "past-µs"} {
			slices.Sort(took[i])
			b.ReportMetric(float64(took[i][len(took[i])/2].Microseconds()), unit)
		}
	})
}

// BenchmarkWeight: what one sign-up weighs when so many share a transaction.
func BenchmarkWeight(b *testing.B) {
	for _, size := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			onBoth(b, func(b *testing.B, s *scene) {
				meter := newMeter(b, s.Kit)
				people, n := s.crowd(1+16*max(size, 16)), 0
				r := roster.New(meter.store, s.Keys, roster.Options{Batch: size})
				for b.Loop() {
					b.StopTimer()
					s.fresh(1)
					s.Must(s.ask(r, people[0], s.shift(0))) // the event is known from here on
					b.StartTimer()
					meter.start()
					s.race(b, 2*size, people[1:], func(p caller) error { return s.ask(r, p, s.shift(0)) })
					meter.stop()
					n += len(people) - 1
				}
				meter.report(b, n)
			})
		})
	}
}

func onBoth(b *testing.B, bench func(b *testing.B, s *scene)) {
	b.Helper()
	for _, on := range []struct {
		name string
		kit  func(testing.TB) *testkit.Kit
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		b.Run(on.name, func(b *testing.B) { bench(b, newScene(on.kit(b), 0, -1)) })
	}
}

type caller struct {
	id  string
	n   int
	ctx context.Context
}

// crowd makes so many people who want places.
func (s *scene) crowd(n int) []caller {
	s.Helper()
	all := make([]caller, n)
	s.Do(func(ctx context.Context, tx *store.Tx) {
		made := make([]*db.PersonCreate, n)
		for i := range all {
			v := &viewer.Viewer{PersonID: uid.New("pe"), CommunityID: s.place.Community.ID}
			all[i] = caller{id: v.PersonID, n: i, ctx: viewer.With(s.Context(), v)}
			made[i] = tx.Person.Create().SetID(v.PersonID).SetCommunityID(v.CommunityID).SetUnitID(s.place.Households[0].ID).SetName("居民")
		}
		for some := range slices.Chunk(made, 500) {
			tx.Person.CreateBulk(some...).ExecX(ctx)
		}
	})
	return all
}

// fresh makes so many events, each on a day of its own, with a place for everybody; the first is the scene's.
func (s *scene) fresh(events int) (shifts []string) {
	s.Helper()
	for range events {
		s.days++
		s.event = s.Event(s.place.Branches[0], time.Duration(s.days)*24*time.Hour, 10_000)
		shifts = append(shifts, s.shift(0))
	}
	return shifts
}

func (s *scene) ask(r *roster.Rosters, p caller, shift string) error {
	key := shift // of this person, for this shift
	_, err := r.SignUp(p.ctx, shift, nil, &key)
	return err
}

// rush lets 64 callers sign people up for so many events, and checks the counters.
func (s *scene) rush(b *testing.B, o roster.Options, people, events int) {
	b.Helper()
	crowd, r, done := s.crowd(people), roster.New(s.Store, s.Keys, o), 0
	for b.Loop() {
		b.StopTimer()
		shifts := s.fresh(events)
		b.StartTimer()
		s.race(b, callers, crowd, func(p caller) error { return s.ask(r, p, shifts[p.n%events]) })
		done += people
	}
	b.ReportMetric(float64(done)/b.Elapsed().Seconds(), "signups/s")
	recount(s.Kit)
}

// race lets so many at once do the work until everybody's is done.
func (s *scene) race(b *testing.B, atOnce int, people []caller, work func(caller) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(people); i = int(next.Add(1)) - 1 {
				if err := work(people[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
