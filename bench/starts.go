package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// started is how long it takes until the first query is answered.
type started struct {
	cold, warm         time.Duration // empty database: made; made before
	loaded, loadedWarm time.Duration // the full demo: loaded; loaded before
	resident           int64
}

const (
	anyone = `{ communities { id name } }`
	list   = `{ events(community: "demo") { edges { node { id title startsAt counts { confirmed } } } } }`
)

func (b *bench) starts(ctx context.Context, kind string) (*started, error) {
	var r started
	var cold, warm []time.Duration
	for range b.rounds {
		one, two, _, err := b.twice(ctx, kind, "none", anyone)
		if err != nil {
			return nil, err
		}
		cold, warm = append(cold, one), append(warm, two)
	}
	r.cold, r.warm = median(cold), median(warm)
	var err error
	r.loaded, r.loadedWarm, r.resident, err = b.twice(ctx, kind, "full", list)
	return &r, err
}

func (s *started) rows() []row {
	return []row{
		{work: "start to the first answer, empty", ours: ms(s.cold), beside: "made before", theirs: ms(s.warm)},
		{work: "start to the first answer, full demo", ours: ms(s.loaded), beside: "loaded before", theirs: ms(s.loadedWarm)},
		{work: "memory then", ours: fmt.Sprintf("%d MB", s.resident>>20)},
	}
}

// twice starts a fresh home and then once more.
func (b *bench) twice(ctx context.Context, kind, demo, query string) (cold, warm time.Duration, resident int64, err error) {
	h, forget, err := b.home(ctx, kind)
	if err != nil {
		return 0, 0, 0, err
	}
	defer forget()
	s, cold, err := h.start(ctx, demo, query)
	if err != nil {
		return 0, 0, 0, err
	}
	s.stop()
	if s, warm, err = h.start(ctx, demo, query); err != nil {
		return 0, 0, 0, err
	}
	resident = residentOf(s.pid())
	s.stop()
	return cold, warm, resident, nil
}

func median[T int64 | float64 | time.Duration](all []T) T {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}
