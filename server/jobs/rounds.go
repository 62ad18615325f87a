package jobs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"
)

const (
	mostEvents = 500 // of one round
	// patience is how long one event may take, rest how long it is left alone when it fails.
	patience = 10 * time.Second
	rest     = 2 * time.Second
)

// rounds do what is due in events, one event after the other; one that fails is left alone for a moment, so that it holds up
// no other.
type rounds struct {
	tired map[string]time.Time // until when an event that failed is left alone
}

// once does one round: due finds the events, at most so many, and do does what is due in one.
func (r *rounds) once(ctx context.Context, now time.Time, due func(context.Context, time.Time, int) ([]string, error), do func(context.Context, string) error) error {
	maps.DeleteFunc(r.tired, func(_ string, until time.Time) bool { return !now.Before(until) })
	found, err := due(ctx, now, mostEvents+len(r.tired))
	if err != nil {
		return err
	}
	var failed error
	for _, id := range found {
		if _, resting := r.tired[id]; resting {
			continue
		}
		if err := within(ctx, patience, id, do); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			r.tired[id] = now.Add(rest)
			failed = errors.Join(failed, fmt.Errorf("event %s: %w", id, err))
		}
	}
	return failed
}

func within(ctx context.Context, most time.Duration, id string, do func(context.Context, string) error) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	return do(ctx, id)
}
