// Package rollup keeps what unitCounts shows, over the subtree of each unit and in its own row: the people, the events to
// come, and the places of today's events.
//
// Invariants:
//   - A unit's figures are the people who live in its subtree plus the shares of the events there; a share is what an event
//     counted when it was last folded. Both change only under the lock of the community's row, which no sign-up takes.
//   - A change of people or of the tree writes the figures in its own transaction. A change of an event only marks it: it is
//     folded after the commit, in a transaction of its own, so that sign-ups of different events never wait for each other.
//   - A fold adds to the units what the event counts now less what its share says, and makes the share say so. To fold once
//     more, or twice at a time, changes nothing; what was committed and not folded shows in the share's version.
//   - Whatever changes a figure raises the unit's revision and announces it; nothing else is raised for it.
package rollup

import (
	"context"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"linli/server/store"
	"linli/server/viewer"
)

const (
	// tick is how long changes of events are collected after the first.
	tick = 50 * time.Millisecond
	// patience is how long a fold in the background may take.
	patience = 10 * time.Second
	// batch is how many events one transaction folds.
	batch = 500
)

// RollUps folds what changes, from New to Close.
type RollUps struct {
	store *store.Store

	mu      sync.Mutex
	touched map[store.Touched]struct{}

	turn sync.Mutex // of one fold at a time
	wake chan struct{}
	stop context.CancelFunc
	done chan struct{}

	folds, checks, drifted atomic.Uint64
}

// New follows this store: the first change is folded at once, those of the next 50 ms together.
func New(s *store.Store) *RollUps {
	ctx, stop := context.WithCancel(context.Background())
	r := &RollUps{store: s, touched: map[store.Touched]struct{}{}, wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	s.Follow(r.add)
	go r.run(ctx)
	return r
}

// Close folds what is left, and ends; the store is closed after it.
func (r *RollUps) Close() {
	r.stop()
	<-r.done
}

// Metrics are how many transactions folded, how often a community's figures were compared with a recount, and how many units
// and shares did not agree with it, since the program began.
func (r *RollUps) Metrics() (folds, checks, drifted uint64) {
	return r.folds.Load(), r.checks.Load(), r.drifted.Load()
}

func (r *RollUps) add(events iter.Seq[store.Touched]) {
	r.mu.Lock()
	for e := range events {
		r.touched[e] = struct{}{}
	}
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *RollUps) run(ctx context.Context) {
	defer close(r.done)
	for {
		select {
		case <-ctx.Done():
			r.inBackground()
			return
		case <-r.wake:
		}
		r.inBackground()
		select {
		case <-ctx.Done():
		case <-time.After(tick):
		}
	}
}

func (r *RollUps) inBackground() {
	ctx, cancel := context.WithTimeout(viewer.Internal(context.Background()), patience)
	defer cancel()
	if err := r.Flush(ctx); err != nil {
		slog.Error("roll-ups: not in step, tried again with the next change", "err", err)
	}
}

// Flush folds what has changed until now, and returns when the units show it.
func (r *RollUps) Flush(ctx context.Context) error {
	r.turn.Lock()
	defer r.turn.Unlock()
	r.mu.Lock()
	events := make([]store.Touched, 0, len(r.touched))
	for e := range r.touched {
		events = append(events, e)
	}
	clear(r.touched)
	r.mu.Unlock()
	err := r.fold(ctx, events)
	if err != nil {
		r.mu.Lock()
		for _, e := range events {
			r.touched[e] = struct{}{}
		}
		r.mu.Unlock()
	}
	return err
}

func (r *RollUps) fold(ctx context.Context, events []store.Touched) error {
	slices.SortFunc(events, func(a, b store.Touched) int { return strings.Compare(a.Event, b.Event) })
	for some := range slices.Chunk(events, batch) {
		err := r.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error { return Fold(ctx, tx, some) })
		if err != nil {
			return err
		}
		r.folds.Add(1)
	}
	return nil
}
