// Package demo fills an empty database with an invented community: its tree, its people, a year of events and the
// coming weeks in every state. The same seed gives the same content; only ids and sealed numbers differ.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"linli/ent/db/community"
	"linli/ent/db/installation"
	"linli/server/keys"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/viewer"
)

// Slug is the first community's, Neighbour that of the tiny one beside it.
const (
	Slug      = "demo"
	Neighbour = "demo2"
)

// ErrNotEmpty is what Load answers when the database holds a community already; with Reload, one that is not the demo's.
var ErrNotEmpty = errors.New("the database holds communities already; the demo is loaded into an empty one only")

// Options say what to load.
type Options struct {
	// Size is "small" or "full".
	Size string
	// Reload deletes the demo's communities first.
	Reload bool
	// Now is the moment that events are laid around; zero: the store's clock.
	Now time.Time
	// Seed chooses another invented community; zero: the usual one.
	Seed uint64
	// Progress gets a line for each step; nil: nobody.
	Progress io.Writer
}

// Phone is the number of the n-th demo person, from 1.
func Phone(n int) string { return fmt.Sprintf("+86138%08d", n) }

// Load fills the database in one transaction and notes size and moment in the installation's row. It fails with
// ErrNotEmpty when there is something it did not make itself. Of two replicas that load together one does the work.
func Load(ctx context.Context, s *store.Store, k *keys.Keys, o Options) error {
	size, ok := scales[o.Size]
	if !ok {
		return fmt.Errorf("the demo's size is small or full, not %q", o.Size)
	}
	if o.Now.IsZero() {
		o.Now = s.Now()
	}
	if o.Seed == 0 {
		o.Seed = 2026
	}
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	began := time.Now()
	w := &world{scale: size, rng: rand.New(rand.NewPCG(o.Seed, 1)), keys: k, now: o.Now.UTC().Truncate(time.Millisecond)}
	w.invent(o.Seed)
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(o.Progress, "demo: "+format+"\n", args...) }
	say("invented %d units, %d people, %d events, %d sign-ups", len(w.units), len(w.people), len(w.events), w.signUps)
	err := s.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := claim(ctx, tx, k, o, w.now); err != nil {
			return err
		}
		for _, t := range w.tables() {
			if err := t.insert(ctx, tx); err != nil {
				return fmt.Errorf("loading %s: %w", t.name, err)
			}
			say("%s: %d rows", t.name, len(t.rows))
		}
		for _, c := range w.communities {
			if _, err := rollup.Recount(ctx, tx, c.id); err != nil {
				return fmt.Errorf("counting: %w", err)
			}
		}
		if tx.Postgres() {
			return tx.Exec(ctx, "ANALYZE") // its planner knows nothing of the new rows else
		}
		return nil
	})
	if err == nil {
		say("the %s community is loaded, %.1f s", o.Size, time.Since(began).Seconds())
	}
	return err
}

// claim takes the installation's row, so that loaders follow one another, and makes sure that the database is empty.
func claim(ctx context.Context, tx *store.Tx, k *keys.Keys, o Options, now time.Time) error {
	n, err := tx.Installation.Update().SetDemoSize(o.Size).SetDemoLoadedAt(now).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		err := tx.Installation.Create().SetKeyFingerprint(k.Fingerprint()).SetDemoSize(o.Size).SetDemoLoadedAt(now).Exec(ctx)
		if err != nil {
			return err
		}
	}
	others := tx.Community.Query()
	if o.Reload {
		others = others.Where(community.SlugNotIn(Slug, Neighbour))
	}
	if there, err := others.Exist(ctx); err != nil || there {
		return errors.Join(err, ErrNotEmpty)
	}
	if o.Reload {
		return empty(ctx, tx)
	}
	return nil
}

// State says which demo is in the database, and since when; an empty size: none.
func State(ctx context.Context, s *store.Store) (size string, loaded time.Time, err error) {
	row, err := s.Client().Installation.Query().Where(installation.DemoSizeNEQ("")).All(viewer.Internal(ctx))
	if err != nil || len(row) == 0 || row[0].DemoLoadedAt == nil {
		return "", time.Time{}, err
	}
	return row[0].DemoSize, row[0].DemoLoadedAt.UTC(), nil
}

// Age is how long ago the demo in the database was loaded, for its events were laid around that moment; zero: none is.
func Age(ctx context.Context, s *store.Store) (time.Duration, error) {
	size, loaded, err := State(ctx, s)
	if err != nil || size == "" {
		return 0, err
	}
	return s.Now().Sub(loaded), nil
}
