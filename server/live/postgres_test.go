package live_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

// wakes waits for a wake-up.
func wakes(t *testing.T, what string, w *live.Watch) {
	t.Helper()
	select {
	case <-w.C:
	case <-time.After(20 * time.Second):
		t.Fatal("not woken: " + what)
	}
}

// announce commits a change of the topics.
func announce(t *testing.T, s *store.Store, topics ...string) {
	t.Helper()
	if err := s.Do(t.Context(), func(_ context.Context, tx *store.Tx) error { tx.Announce(topics...); return nil }); err != nil {
		t.Fatal(err)
	}
}

// TestNobodyListensAtTheStart: the database answers changes, but not the listener. The program begins, and when the listener
// is heard at last, whoever watches reads again.
func TestNobodyListensAtTheStart(t *testing.T) {
	k := testkit.Postgres(t)
	g, behind := before(t, k.URL)
	g.close()
	replica := k.Join(live.HastyPostgres(behind))
	watch, bystander := replica.Hub.Watch("a topic"), replica.Hub.Watch("another")
	announce(t, k.Store, "a topic")
	select {
	case <-watch.C:
		t.Fatal("heard through a gate that is shut")
	default:
	}
	g.open()
	wakes(t, "by what was announced before", watch)
	wakes(t, "a bystander", bystander)
	announce(t, k.Store, "another")
	wakes(t, "by what is announced now", bystander)
}

// TestSilentConnectionIsReplaced: no packet comes through any more, and nobody says so.
func TestSilentConnectionIsReplaced(t *testing.T) {
	k := testkit.Postgres(t)
	g, behind := before(t, k.URL)
	replica := k.Join(live.HastyPostgres(behind))
	watch, bystander := replica.Hub.Watch("a topic"), replica.Hub.Watch("another")
	announce(t, k.Store, "a topic")
	wakes(t, "before", watch)
	g.strand()
	announce(t, k.Store, "a topic")
	wakes(t, "a bystander", bystander)
	announce(t, k.Store, "another")
	wakes(t, "by what is announced now", bystander)
}

// TestBigTransactions: what does not fit one notification comes in several.
func TestBigTransactions(t *testing.T) {
	k := testkit.Postgres(t)
	replica := k.Open()
	topics := make([]string, 2_000)
	watches := make([]*live.Watch, len(topics))
	for i := range topics {
		topics[i] = fmt.Sprintf("a topic with a long name, number %d", i)
		watches[i] = replica.Hub.Watch(topics[i])
	}
	announce(t, k.Store, topics...)
	for _, w := range watches {
		wakes(t, "one of many", w)
	}
}
