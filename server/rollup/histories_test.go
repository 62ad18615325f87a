package rollup_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/rollup"
)

// TestKeptIsWhatIsCounted lets several do things at random at the same time, on all replicas, and moves the clock between;
// whenever it is quiet every unit shows what is counted row by row. All the while somebody reads.
func TestKeptIsWhatIsCounted(t *testing.T) {
	inCity(t, func(t *testing.T, c *city) {
		seed := rand.Uint64()
		t.Log("seed", seed)
		clock := rand.New(rand.NewPCG(seed, 0))
		c.quiet() // what comes is counted as it comes, not recounted
		end := c.watch(t)
		for round := range 8 {
			var all sync.WaitGroup
			for n := range 3 {
				all.Go(func() {
					r := rand.New(rand.NewPCG(seed, uint64(10*round+n+1)))
					for range 25 {
						if err := c.hand(r).act(); fault.Of(err) == fault.Internal {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
			c.quiet()
			c.InStep()
			c.Clock.Move(time.Duration(clock.IntN(15*60)) * time.Minute)
			c.settleOffers()
			c.quiet()
			c.InStep()
		}
		end()
		if _, _, drifted := c.RollUps.Metrics(); drifted > 0 {
			t.Errorf("%d drifted", drifted)
		}
	})
}

// settleOffers does in the rosters what the clock has brought about.
func (c *city) settleOffers() {
	c.Helper()
	due, err := c.replicas[0].rosters.Due(c.Internal(), c.Clock.Now(), 100)
	c.Must(err)
	for _, id := range due {
		c.Must(c.replicas[0].rosters.Settle(c.Internal(), id))
	}
}

// watch reads the units again and again until end is called: no revision follows a higher one, and one revision always shows
// the same figures.
func (c *city) watch(t *testing.T) (end func()) {
	ctx, stop := context.WithCancel(c.Internal())
	var all sync.WaitGroup
	all.Go(func() {
		seen := map[string]*db.Unit{}
		for {
			units, err := c.Store.Client().Unit.Query().All(ctx)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				t.Error(err)
				return
			}
			for _, u := range units {
				was := seen[u.ID]
				if was != nil && (u.CountsRevision < was.CountsRevision || u.CountsRevision == was.CountsRevision && rollup.Of(u) != rollup.Of(was)) {
					t.Errorf("%s: after %d with %+v came %d with %+v", u.Path, was.CountsRevision, rollup.Of(was), u.CountsRevision, rollup.Of(u))
				}
				seen[u.ID] = u
			}
		}
	})
	return func() { stop(); all.Wait() }
}
