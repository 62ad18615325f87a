// Package testkit gives tests fresh databases of both kinds, people and events in a few words, and a clock.
package testkit

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"linli/server/keys"
	"linli/server/live"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/viewer"
)

// Kit is one fresh, migrated database and what a test needs around it.
type Kit struct {
	testing.TB
	Store   *store.Store
	RollUps *rollup.RollUps
	Keys    *keys.Keys
	Clock   *Clock
	// URL is PostgreSQL's address, empty for SQLite; Data the folder of the embedded database.
	URL, Data string
}

// Clock is a clock that stands still until it is moved.
type Clock struct{ at atomic.Int64 }

// Now is the clock's instant.
func (c *Clock) Now() time.Time { return time.UnixMilli(c.at.Load()).UTC() }

// Move sets the clock forward, or back.
func (c *Clock) Move(d time.Duration) { c.at.Add(d.Milliseconds()) }

// Each runs the test on SQLite and on PostgreSQL, each on a fresh database.
func Each(t *testing.T, test func(t *testing.T, k *Kit)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite is a kit on a fresh embedded database.
func SQLite(tb testing.TB) *Kit {
	tb.Helper()
	k := newKit(tb)
	k.Data = freshFile(tb)
	k.Store, k.RollUps = k.open()
	return k
}

// Postgres is a kit on a fresh PostgreSQL database.
func Postgres(tb testing.TB) *Kit {
	tb.Helper()
	k := newKit(tb)
	k.URL = freshDatabase(tb)
	k.Store, k.RollUps = k.open()
	return k
}

// Open opens the kit's database once more, with a hub of its own: on PostgreSQL a second replica.
func (k *Kit) Open() *store.Store {
	k.Helper()
	s, _ := k.open()
	return s
}

func (k *Kit) open() (*store.Store, *rollup.RollUps) {
	k.Helper()
	return k.folding(k.Unfolding())
}

func (k *Kit) folding(s *store.Store) (*store.Store, *rollup.RollUps) {
	r := rollup.New(s)
	k.Cleanup(r.Close)
	return s, r
}

// Unfolding is Open of a program that dies after each commit: it folds nothing into the roll-ups.
func (k *Kit) Unfolding() *store.Store {
	k.Helper()
	if k.URL == "" {
		return k.unfolding(nil)
	}
	return k.unfolding(live.Postgres(k.URL))
}

// Join is Open with another way to the other replicas; nil: none.
func (k *Kit) Join(relay live.Connect) *store.Store {
	k.Helper()
	s, _ := k.folding(k.unfolding(relay))
	return s
}

func (k *Kit) unfolding(relay live.Connect) *store.Store {
	k.Helper()
	s, err := store.Open(k.Context(), store.Config{URL: k.URL, Data: k.Data, Hub: live.NewHub(), Now: k.Clock.Now, Relay: relay})
	k.Must(err)
	k.Cleanup(func() { _ = s.Close() })
	return s
}

// Noon is where a kit's clock begins: 2026-11-21, a Saturday, 12:00 in China.
var Noon = time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)

func newKit(tb testing.TB) *Kit {
	tb.Helper()
	secrets, err := keys.New(make([]byte, 32))
	if err != nil {
		tb.Fatal(err)
	}
	k := &Kit{TB: tb, Keys: secrets, Clock: &Clock{}}
	k.Clock.at.Store(Noon.UnixMilli())
	return k
}

// Must ends the test when there is an error.
func (k *Kit) Must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// Internal is a context of the program itself, which sees everything.
func (k *Kit) Internal() context.Context {
	return viewer.With(k.Context(), &viewer.Viewer{Internal: true})
}
