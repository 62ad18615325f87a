package roster_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

const (
	callers = 64
	most    = 512
)

// BenchmarkSignUp lets 512 people sign up for one event, one caller after the other and 64 at once, beside 64 callers who
// each insert one row in one transaction. Each run has an event of its own, so it takes a second or two however fast it is.
func BenchmarkSignUp(b *testing.B) {
	for _, on := range []struct {
		name string
		kit  func(testing.TB) *testkit.Kit
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		s := newScene(on.kit(b), 0, -1)
		people := s.crowd(most)
		signUp := func(p caller) error {
			_, err := s.SignUp(p.ctx, s.shift(0), nil, nil)
			return err
		}
		b.Run(on.name+"/verb-1", func(b *testing.B) { s.race(b, 1, people, signUp) })
		b.Run(on.name+"/verb-64", func(b *testing.B) { s.race(b, callers, people, signUp) })
		recount(s.Kit)
		b.Run(on.name+"/insert-64", func(b *testing.B) {
			s.race(b, callers, people, func(p caller) error { return s.Store.Do(p.ctx, s.insert(p.id)) })
		})
	}
}

// insert is the least that a sign-up could write.
func (s *scene) insert(person string) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		return tx.SignUp.Create().SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).SetShiftID(s.shift(0)).SetPersonID(person).
			SetStatus(signup.StatusCONFIRMED).SetPlace(1).SetParty(person).SetSignedUpBy(person).Exec(ctx)
	}
}

type caller struct {
	id  string
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
			all[i] = caller{id: v.PersonID, ctx: viewer.With(s.Context(), v)}
			made[i] = tx.Person.Create().SetID(v.PersonID).SetCommunityID(v.CommunityID).SetUnitID(s.place.Households[0].ID).SetName("居民")
		}
		tx.Person.CreateBulk(made...).ExecX(ctx)
	})
	return all
}

// race lets so many at once do the work until everybody's is done, and reports how many a second.
func (s *scene) race(b *testing.B, atOnce int, people []caller, work func(caller) error) {
	b.Helper()
	done := 0
	for b.Loop() {
		b.StopTimer()
		s.days++
		s.event = s.Event(s.place.Branches[0], time.Duration(s.days)*24*time.Hour, -1)
		b.StartTimer()
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
		done += len(people)
	}
	b.ReportMetric(float64(done)/b.Elapsed().Seconds(), "signups/s")
}
