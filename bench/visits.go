package main

import (
	"context"
	"fmt"
	"time"

	"linli/bench/watch"
)

const (
	atATime   = 500 // phones that come and go
	perPhones = 10  // visits for each that else watches
)

// held is what the program holds after it has come to rest.
type held struct{ goroutines, heap, resident int64 }

// measureVisits lets phones come, watch and leave again and again, and compares what the program holds before, after the first
// tenth, and in the end.
func (b *bench) measureVisits(ctx context.Context) error {
	c, err := b.audience(ctx, "sqlite")
	if err != nil {
		return err
	}
	s, err := c.stage(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	n := b.watchers * perPhones
	before, err := s.holds(ctx)
	if err != nil {
		return err
	}
	if _, err := s.visit(ctx, n/10); err != nil {
		return err
	}
	early, err := s.holds(ctx)
	if err != nil {
		return err
	}
	took, err := s.visit(ctx, n-n/10)
	if err != nil {
		return err
	}
	late, err := s.holds(ctx)
	if err != nil {
		return err
	}
	three := func(what string, of func(*held) string) row {
		return row{work: "  " + what + " afterwards", ours: of(late), beside: fmt.Sprintf("before any %s, after %d", of(before), n/10), theirs: of(early), want: "no growth"}
	}
	b.add(c.kind, row{work: fmt.Sprintf("%d times connect, watch, leave", n), ours: rate(float64(n-n/10) / took.Seconds())},
		three("goroutines", func(h *held) string { return fmt.Sprint(h.goroutines) }),
		three("heap", func(h *held) string { return fmt.Sprintf("%.1f MB", float64(h.heap)/(1<<20)) }),
		three("resident", func(h *held) string { return fmt.Sprintf("%.1f MB", float64(h.resident)/(1<<20)) }))
	return nil
}

// visit lets n visits happen and waits until the server knows that all have left.
func (s *stage) visit(ctx context.Context, n int) (time.Duration, error) {
	began := time.Now()
	crowd, err := watch.Gather(watch.Options{Address: s.address, Size: min(atATime, n), Dialect: s.dialect(nil), Visits: n})
	if err != nil {
		return 0, err
	}
	defer crowd.Close()
	if err := crowd.Over(5 * time.Minute); err != nil {
		return 0, err
	}
	took := time.Since(began)
	for {
		open, err := figureOf(ctx, s.private, "linli_sockets_open")
		if err != nil || open == 0 {
			return took, err
		}
		if time.Since(began) > took+time.Minute {
			return 0, fmt.Errorf("%d sockets stay open", open)
		}
		time.Sleep(breath)
	}
}

// holds lets the program come to rest and says what it holds.
func (s *stage) holds(ctx context.Context) (*held, error) {
	if err := settle(ctx, s.collect); err != nil {
		return nil, err
	}
	h := &held{resident: residentOf(s.pid)}
	var err error
	if h.goroutines, err = figureOf(ctx, s.private, "linli_goroutines"); err != nil {
		return nil, err
	}
	h.heap, err = figureOf(ctx, s.private, "linli_heap_bytes")
	return h, err
}
