package live_test

import (
	"context"
	"database/sql"
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
