package roster

import (
	"context"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql/sqlgraph"

	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// patience is how long a batch may take: whoever asked may have gone, so no request's own limit ends it.
const patience = 30 * time.Second

// errUntouched ends a transaction that has nothing to write, so that nothing is announced either.
var errUntouched = errors.New("roster: nothing to write")

// serve decides calls of one or several events in one transaction and leaves each its answer. When the tables refuse the
// whole because of one of them, each is decided by itself, once more: the answer to a key that was used at the same time for
// another event is there by then.
func (r *Rosters) serve(calls []*call) {
	switch first := calls[0]; {
	case first.alone != nil:
		first.err = first.alone()
	case first.shared != nil:
		if err := r.attempt(calls, first.shared.write); err != nil && (len(calls) > 1 || sqlgraph.IsConstraintError(err)) {
			r.attemptEach(calls, first.shared.write)
		}
	case sqlgraph.IsConstraintError(r.attempt(calls, r.decideAll)):
		r.attemptEach(calls, r.decideAll)
	}
}

func (r *Rosters) attemptEach(calls []*call, serve func(context.Context, *store.Tx, []*call) error) {
	for _, c := range calls {
		_ = r.attempt([]*call{c}, serve) // it is the call's answer
	}
}

// attempt serves calls in one transaction; an error is that of all of them.
func (r *Rosters) attempt(calls []*call, serve func(context.Context, *store.Tx, []*call) error) error {
	ctx, cancel := context.WithTimeout(viewer.With(context.Background(), &viewer.Viewer{Internal: true}), patience)
	defer cancel()
	err := r.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error { return serve(ctx, tx, calls) })
	if err == nil || errors.Is(err, errUntouched) {
		return nil
	}
	for _, c := range calls {
		c.answer, c.err = nil, err
	}
	return err
}

// decideAll reads the board that all of the calls need, lets each change it in turn, and writes what became of it.
func (r *Rosters) decideAll(ctx context.Context, tx *store.Tx, calls []*call) error {
	b, err := open(ctx, tx, calls)
	if err != nil {
		return err
	}
	known, err := recallAll(ctx, tx.Client, calls, b.now)
	if err != nil {
		return err
	}
	for _, c := range calls {
		c.answer, c.err = known.answer(c, func() ([]*SignUp, error) { return b.decide(c) })
	}
	if b.untouched() && len(known.fresh) == 0 {
		if err := b.finish(ctx, tx, calls); err != nil {
			return err
		}
		return errUntouched
	}
	if err := b.save(ctx, tx); err != nil {
		return err
	}
	if err := b.finish(ctx, tx, calls); err != nil {
		return err
	}
	return known.remember(ctx, tx)
}

// decide is the turn of one call.
func (b *board) decide(c *call) ([]*SignUp, error) {
	if b.events[c.eventID] == nil {
		return nil, fault.Missing()
	}
	b.by = c.viewer
	return c.decide(b)
}

// finish fills in what the answers still lack.
func (b *board) finish(ctx context.Context, tx *store.Tx, calls []*call) error {
	var all []*SignUp
	for _, c := range calls {
		all = append(all, c.answer...)
	}
	return place(ctx, tx.Client, all)
}
