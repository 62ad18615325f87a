package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/bench/watch"
)

// flood is how many changes follow one another at once: more than fit the buffers of a phone that has stopped reading.
const flood = 400

// heard is how a flood came to those who listen.
type heard struct {
	p50, p99, worst time.Duration
	open            int // sockets that the server still had at the end
}

// measureDeaf lets a tenth of the phones stop reading and shows what the others notice of it.
func (b *bench) measureDeaf(ctx context.Context) error {
	c, err := b.audience(ctx, "sqlite")
	if err != nil {
		return err
	}
	deaf := b.fans() / 10
	var alone, beside []*heard
	for range b.rounds {
		without, err := c.hear(ctx, b.fans()-deaf, 0)
		if err != nil {
			return err
		}
		with, err := c.hear(ctx, b.fans(), deaf)
		if err != nil {
			return err
		}
		progress("p99 %s, beside %d deaf phones %s", ms(without.p99), deaf, ms(with.p99))
		alone, beside = append(alone, without), append(beside, with)
	}
	one, two := middleHeard(alone), middleHeard(beside)
	b.add(c.kind, compared(row{work: fmt.Sprintf("%d watch and %d more never read, p99", b.fans()-deaf, deaf), ours: ms(two.p99), beside: "without those", theirs: ms(one.p99), want: "1×"}, two.p99, one.p99),
		row{work: "  p50 / the slowest of all", ours: ms(two.p50) + " / " + ms(two.worst), beside: "without those", theirs: ms(one.p50) + " / " + ms(one.worst)},
		row{work: "  deaf phones closed by the end", ours: fmt.Sprintf("%d of %d", b.fans()-two.open, deaf)})
	return nil
}

// hear floods the phones, of which some have stopped reading.
func (c *crowded) hear(ctx context.Context, n, deaf int) (*heard, error) {
	s, err := c.stage(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	crowd, err := gather(watch.Options{Address: s.address, Size: n, Dialect: s.dialect(nil), Deaf: deaf})
	if err != nil {
		return nil, err
	}
	defer crowd.Close()
	var all []time.Duration
	for range flood {
		delays, err := s.once(ctx, crowd)
		if err != nil {
			return nil, err
		}
		all = append(all, delays...)
	}
	slices.Sort(all)
	open, err := figureOf(ctx, s.private, "linli_sockets_open")
	return &heard{p50: watch.Percentile(all, 50), p99: watch.Percentile(all, 99), worst: watch.Percentile(all, 100), open: int(open)}, err
}

func middleHeard(rounds []*heard) *heard {
	return &heard{
		p50:   median(each(rounds, func(h *heard) time.Duration { return h.p50 })),
		p99:   median(each(rounds, func(h *heard) time.Duration { return h.p99 })),
		worst: median(each(rounds, func(h *heard) time.Duration { return h.worst })),
		open:  int(median(each(rounds, func(h *heard) int64 { return int64(h.open) }))),
	}
}
