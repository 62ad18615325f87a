package roster

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/server/store"
)

// kind is what calls that may share a transaction have in common.
type kind interface {
	write(ctx context.Context, tx *store.Tx, calls []*call) error
}

// Shared is a kind of change, such as writing into the log of the door, of which those that wait at the same time share one
// transaction, also of several events, as sign-ups do.
type Shared[T any] struct {
	rosters *Rosters
	change  func(context.Context, *store.Tx, []*Part[T]) error
}

// Part is one of the changes that share a transaction.
type Part[T any] struct {
	Work T
	// Event is locked, and read as Lock does; nil: there is none.
	Event *db.Event
	// Touched is set by the change where it wrote something: else there is no new revision of the event to be told of.
	Touched bool
	// Err is set by the change for what fails alone, so that it wrote nothing of it.
	Err error
}

// Share makes a kind of change. change may run several times, each on fresh parts; when it fails for several parts together,
// it is run for each alone.
func Share[T any](r *Rosters, change func(context.Context, *store.Tx, []*Part[T]) error) *Shared[T] {
	return &Shared[T]{r, change}
}

// Do makes a change in the event's turn; weight is how many rows it writes, about. It fails with the part's error or the
// transaction's, RATE_LIMITED when too many wait.
func (s *Shared[T]) Do(ctx context.Context, eventID string, weight int, work T) error {
	return s.rosters.admitter.decide(ctx, &call{eventID: eventID, shared: s, part: work, weight: weight})
}

func (s *Shared[T]) write(ctx context.Context, tx *store.Tx, calls []*call) error {
	ids := make([]string, len(calls))
	for i, c := range calls {
		ids[i] = c.eventID
	}
	slices.Sort(ids)
	events, err := raise(ctx, tx, slices.Compact(ids))
	if err != nil {
		return err
	}
	parts := make([]*Part[T], len(calls))
	for i, c := range calls {
		parts[i] = &Part[T]{Work: c.part.(T), Event: events[c.eventID]}
	}
	if err := s.change(ctx, tx, parts); err != nil {
		return err
	}
	touched := false
	for i, p := range parts {
		calls[i].err = p.Err
		if p.Touched {
			touched = true
			announce(tx, p.Event)
		}
	}
	if !touched {
		return errUntouched
	}
	return nil
}
