package roster_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/store"
	"linli/server/testkit"
)

const callers = 64

// BenchmarkSignUp lets 64 callers sign up for one event, beside 64 callers who each insert one row in one transaction.
func BenchmarkSignUp(b *testing.B) {
	for _, on := range []struct {
		name string
		kit  func(testing.TB) *testkit.Kit
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		b.Run(on.name+"/verb", func(b *testing.B) {
			s := newScene(on.kit(b), 0, -1)
			crowd := s.crowd(b.N)
			s.race(b, func(i int) error {
				_, err := s.SignUp(crowd[i].ctx, s.shift(0), nil, nil)
				return err
			})
			recount(s.Kit)
		})
		b.Run(on.name+"/insert", func(b *testing.B) {
			s := newScene(on.kit(b), 0, -1)
			crowd := s.crowd(b.N)
			s.race(b, func(i int) error { return s.Store.Do(crowd[i].ctx, s.insert(crowd[i].id)) })
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

// crowd makes so many people.
func (s *scene) crowd(n int) []caller {
	s.Helper()
	all := make([]caller, n)
	s.Do(func(ctx context.Context, tx *store.Tx) {
		for from := 0; from < n; from += 500 {
			var some []*db.PersonCreate
			for i := from; i < min(n, from+500); i++ {
				all[i].id = uid.New("pe")
				some = append(some, tx.Person.Create().SetID(all[i].id).SetCommunityID(s.place.Community.ID).
					SetUnitID(s.place.Households[0].ID).SetName("居民"))
			}
			tx.Person.CreateBulk(some...).ExecX(ctx)
		}
	})
	for i := range all {
		all[i].ctx = s.As(&db.Person{ID: all[i].id})
	}
	return all
}

// race lets the callers do the work one after the other each, all at once, and reports how many a second.
func (s *scene) race(b *testing.B, work func(i int) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range callers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
				if err := work(i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "signups/s")
}
