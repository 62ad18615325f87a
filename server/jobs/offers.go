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

// Offers does what is due in the events' rosters, the earliest first, one event after the other; one that fails is left alone
// for a moment, so that it holds up no other. What ran out while the program did not run is as due as what runs out now.
func (j *Jobs) Offers(ctx context.Context) error {
	ctx = internal(ctx)
	now := j.Store.Now()
	maps.DeleteFunc(j.tired, func(_ string, until time.Time) bool { return !now.Before(until) })
	due, err := j.Rosters.Due(ctx, now, mostEvents+len(j.tired))
	if err != nil {
		return err
	}
	var failed error
	for _, id := range due {
		if _, resting := j.tired[id]; resting {
			continue
		}
		if err := j.settle(ctx, id); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			j.tired[id] = now.Add(rest)
			failed = errors.Join(failed, fmt.Errorf("event %s: %w", id, err))
		}
	}
	return failed
}

func (j *Jobs) settle(ctx context.Context, eventID string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return j.Rosters.Settle(ctx, eventID)
}
