// Package jobs is what happens by the clock: roll-ups when events end and days begin, and the deletion of what has had its
// time. Every replica runs it; what one has done the others find done.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"linli/server/store"
	"linli/server/viewer"
)

const (
	// every is how late an ended event may leave the roll-ups.
	every = 10 * time.Second
	// batch is how many rows one transaction takes.
	batch = 500
)

// Jobs knows the day on which it last looked at each community.
type Jobs struct {
	store *store.Store
	days  map[string]string // by community
}

// New works on this database by the store's clock.
func New(s *store.Store) *Jobs { return &Jobs{store: s, days: map[string]string{}} }

// Run does the jobs until the context ends.
func Run(ctx context.Context, s *store.Store) {
	j := New(s)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := j.Once(ctx); err != nil && ctx.Err() == nil {
			slog.Error("jobs: not all were done, tried again soon", "err", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Once does all jobs that are due; one that fails does not keep the others from being done.
func (j *Jobs) Once(ctx context.Context) error {
	ctx = viewer.With(ctx, &viewer.Viewer{Internal: true})
	return errors.Join(j.ends(ctx), j.midnights(ctx), j.sweep(ctx))
}
