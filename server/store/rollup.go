package store

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"linli/ent/db/predicate"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/live"
	"linli/server/viewer"
)

// rollUpTick is how long changes of roll-ups are collected. The units above an event are shared by many events: raising
// them in each sign-up's own transaction would make all sign-ups of a community wait for one row.
const rollUpTick = 50 * time.Millisecond

// rollUps raises the revision of units whose counts may have changed, and announces them.
type rollUps struct {
	store *Store
	mu    sync.Mutex
	dirty map[unitPath]struct{}
	wake  chan struct{}
	stop  context.CancelFunc
	done  chan struct{}
}

func newRollUps(s *Store) *rollUps {
	ctx, stop := context.WithCancel(context.Background())
	r := &rollUps{store: s, dirty: map[unitPath]struct{}{}, wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	go r.run(ctx)
	return r
}

func (r *rollUps) add(units map[unitPath]struct{}) {
	if len(units) == 0 {
		return
	}
	r.mu.Lock()
	maps.Copy(r.dirty, units)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *rollUps) run(ctx context.Context) {
	defer close(r.done)
	for {
		select {
		case <-ctx.Done():
			r.flush()
			return
		case <-r.wake:
		}
		r.flush()
		select { // the first change goes out at once, what follows is collected
		case <-ctx.Done():
		case <-time.After(rollUpTick):
		}
	}
}

func (r *rollUps) close() {
	r.stop()
	<-r.done
}

func (r *rollUps) flush() {
	r.mu.Lock()
	dirty := r.dirty
	r.dirty = map[unitPath]struct{}{}
	r.mu.Unlock()
	if len(dirty) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(viewer.With(context.Background(), &viewer.Viewer{Internal: true}), 10*time.Second)
	defer cancel()
	if err := r.raise(ctx, dirty); err != nil {
		slog.Error("roll-ups not announced, tried again with the next change", "err", err)
		r.mu.Lock()
		maps.Copy(r.dirty, dirty)
		r.mu.Unlock()
	}
}

func (r *rollUps) raise(ctx context.Context, dirty map[unitPath]struct{}) error {
	paths := map[string][]string{}
	seen := map[unitPath]struct{}{}
	for u := range dirty {
		for n := access.Width; n <= len(u.path); n += access.Width {
			key := unitPath{u.community, u.path[:n]}
			if _, ok := seen[key]; !ok {
				seen[key] = struct{}{}
				paths[u.community] = append(paths[u.community], key.path)
			}
		}
	}
	return r.store.Do(ctx, func(ctx context.Context, tx *Tx) error {
		var any []predicate.Unit
		for community, list := range paths {
			any = append(any, unit.And(unit.CommunityID(community), unit.PathIn(list...)))
		}
		ids, err := tx.Unit.Query().Where(unit.Or(any...)).Order(unit.ByID()).IDs(ctx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			tx.Announce(live.Unit(id))
		}
		return tx.Unit.Update().Where(unit.IDIn(ids...)).AddCountsRevision(1).Exec(ctx)
	})
}
