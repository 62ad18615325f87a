package roster

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// TestHurry lets many come, some of whom go away, and checks that each is served once or not at all, in order, never two
// batches of one event at a time, and that nobody waits for ever.
func TestHurry(t *testing.T) {
	var busy [4]atomic.Int32
	served := make([]atomic.Int32, 4000)
	var last [4][8]int // by event and caller
	a := &admitter{batch: 5, atOnce: 3, queue: 1000, lineups: map[string]*lineup{}}
	a.serve = func(calls []*call) {
		seen := map[int]bool{}
		for _, c := range calls {
			var event, caller, n int
			if _, err := fmt.Sscanf(c.eventID+c.request, "e%d %d %d", &event, &caller, &n); err != nil {
				t.Error(err)
			}
			if !seen[event] && busy[event].Add(1) != 1 {
				t.Error("two batches of one event at a time")
			}
			seen[event] = true
			served[caller*500+n].Add(1)
			if last[event][caller] > n {
				t.Errorf("%d after %d", n, last[event][caller])
			}
			last[event][caller] = n
		}
		runtime.Gosched()
		for event := range seen {
			busy[event].Add(-1)
		}
	}
	var all sync.WaitGroup
	for caller := range 8 {
		all.Go(func() {
			for n := range 500 {
				ctx, cancel := context.WithCancel(context.Background())
				if rand.IntN(3) == 0 {
					go cancel()
				}
				c := &call{eventID: fmt.Sprint("e", rand.IntN(4)), request: fmt.Sprintf(" %d %d", caller, n)}
				if rand.IntN(5) == 0 {
					c.alone = func() error { return nil }
				}
				err := a.decide(ctx, c)
				if err == nil && served[caller*500+n].Load() != 1 {
					t.Error("answered, and not served once")
				}
				cancel()
			}
		})
	}
	all.Wait()
	if err := a.drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i := range served {
		if served[i].Load() > 1 {
			t.Fatal("served twice")
		}
	}
	if len(a.lineups)+a.serving+len(a.ready) != 0 {
		t.Fatalf("left behind: %v, %d at work", a.lineups, a.serving)
	}
}
