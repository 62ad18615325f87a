package live_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

func woken(w *live.Watch) bool {
	select {
	case <-w.C:
		return true
	default:
		return false
	}
}

func TestBurstsMergeIntoOneSlot(t *testing.T) {
	hub := live.NewHub()
	one, other := hub.Watch("a", "b"), hub.Watch("c")
	for range 1_000 {
		hub.Publish("a", "b")
	}
	if !woken(one) || woken(one) {
		t.Error("a thousand changes are not one wake-up")
	}
	if woken(other) {
		t.Error("woken by a topic that it does not watch")
	}
	hub.PublishAll()
	if !woken(one) || !woken(other) {
		t.Error("not everybody was woken")
	}
	one.Close()
	hub.Publish("a")
	hub.PublishAll()
	if woken(one) {
		t.Error("woken after its end")
	}
}

// A crowd is woken over a while: everybody once, and nobody who has gone.
func TestEverybodyIsWokenOnce(t *testing.T) {
	hub := live.NewHub()
	var taps []string
	hub.Tap(func(topic string) { taps = append(taps, topic) })
	var wakes [500]atomic.Int32
	var here sync.WaitGroup
	here.Add(len(wakes) - 1)
	var last *live.Watch
	for i := range wakes {
		last = hub.Call(func() {
			if wakes[i].Add(1); i < len(wakes)-1 {
				here.Done()
			}
		}, "a", fmt.Sprint(i))
	}
	last.Close()
	began := time.Now()
	hub.PublishAll()
	if !slices.Equal(taps, []string{""}) {
		t.Errorf("the taps hear %q", taps)
	}
	told := make(chan struct{})
	go func() {
		here.Wait()
		close(told)
	}()
	select {
	case <-told:
	case <-time.After(10 * time.Second):
		t.Fatal("not everybody is woken")
	}
	if time.Since(began) < 20*time.Millisecond {
		t.Error("all were woken at once")
	}
	if n := wakes[len(wakes)-1].Load(); n != 0 {
		t.Errorf("who has gone was woken %d times", n)
	}
}

// TestLostConnectionWakesEverybody cuts a replica's connection while another announces: what was said meanwhile is gone,
// so the replica wakes all its watchers once it hears again.
func TestLostConnectionWakesEverybody(t *testing.T) {
	k := testkit.Postgres(t)
	replica := k.Open()
	watch, bystander := replica.Hub.Watch("a topic"), replica.Hub.Watch("another")
	db, err := sql.Open("postgres", k.URL)
	k.Must(err)
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
	k.Must(err)
	k.Do(func(_ context.Context, tx *store.Tx) { tx.Announce("a topic") })
	for _, w := range []*live.Watch{watch, bystander} {
		select {
		case <-w.C:
		case <-time.After(20 * time.Second):
			t.Fatal("not woken after the connection was lost")
		}
	}
	k.Do(func(_ context.Context, tx *store.Tx) { tx.Announce("another") })
	select {
	case <-bystander.C:
	case <-time.After(20 * time.Second):
		t.Fatal("deaf after the connection was lost")
	}
}
