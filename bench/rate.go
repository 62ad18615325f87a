package main

import (
	"context"
	"fmt"
	"time"

	"linli/bench/watch"
)

const (
	perSecond = 1_000 // sign-ups for one event
	seconds   = 5     // of them
)

// rated is how the sign-ups went while so many watched, and what these saw.
type rated struct {
	*rushed
	each float64       // messages a second for each watcher
	late time.Duration // from the last answer until all have the last count
}

// measureRate lets people sign up at a steady rate for an event that everybody watches, and for one that nobody watches.
func (b *bench) measureRate(ctx context.Context) error {
	ours, err := b.audiences(ctx)
	if err != nil {
		return err
	}
	watched, alone := map[string][]*rated{}, map[string][]*rated{}
	for range b.rounds {
		for _, c := range ours {
			with, err := c.rate(ctx, b.watchers)
			if err != nil {
				return fmt.Errorf("%s: %w", c.kind, err)
			}
			without, err := c.rate(ctx, 0)
			if err != nil {
				return fmt.Errorf("%s: %w", c.kind, err)
			}
			progress("%s: %.0f sign-ups a second, %s, and %.1f messages a second to each; %.0f when nobody watches", c.kind, with.perSecond, with.shown(), with.each, without.perSecond)
			watched[c.kind], alone[c.kind] = append(watched[c.kind], with), append(alone[c.kind], without)
		}
	}
	for _, c := range ours {
		with, without := middleRated(watched[c.kind]), middleRated(alone[c.kind])
		b.add(c.kind,
			compared(row{work: fmt.Sprintf("%d sign-ups a second, %d watch", perSecond, b.watchers), ours: rate(with.perSecond), beside: "nobody watches", theirs: rate(without.perSecond), want: "0.6×"},
				with.perSecond, without.perSecond),
			row{work: "  an answer takes, p50 / p99", ours: with.shown(), beside: "nobody watches", theirs: without.shown()},
			row{work: "  messages to each watcher", ours: fmt.Sprintf("%.1f/s", with.each), beside: "all have the last count after", theirs: ms(with.late)})
	}
	return nil
}

// rate starts the program, lets the phones gather, and the people sign up.
func (c *crowded) rate(ctx context.Context, watchers int) (*rated, error) {
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	const n = perSecond * seconds
	e, err := c.published(ctx, s, n)
	if err != nil {
		return nil, err
	}
	crowd, err := gather(watch.Options{Address: c.home.address, Size: watchers, Dialect: c.counting([]*event{e}, nil)})
	if err != nil {
		return nil, err
	}
	defer crowd.Close()
	before, began := crowd.Read(), time.Now()
	r := &rated{}
	r.rushed, err = rush(ctx, s.url, demand{n: n, perSecond: perSecond}, func(p *phone, i int) error { return e.signUp(p, c.tokens[i], i) })
	if err != nil {
		return nil, err
	}
	answered := time.Now()
	if err := seen(ctx, crowd, crowd.Expect(func(int) int64 { return int64(r.n) })); err != nil {
		return nil, err
	}
	r.late = time.Since(answered)
	r.each = float64(crowd.Read()-before) / float64(max(1, watchers)) / time.Since(began).Seconds()
	return r, nil
}

func middleRated(rounds []*rated) *rated {
	return &rated{
		rushed: middle(each(rounds, func(r *rated) *rushed { return r.rushed })),
		each:   median(each(rounds, func(r *rated) float64 { return r.each })),
		late:   median(each(rounds, func(r *rated) time.Duration { return r.late })),
	}
}
