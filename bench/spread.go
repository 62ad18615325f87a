package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/bench/watch"
)

// hosts is how many phones watch each of the events when they are spread over many.
const hosts = 50

// spreadOut is how changes of many events came to their watchers.
type spreadOut struct {
	p50, p99 time.Duration // from sending the sign-up
	answers  *rushed
}

// measureSpread spreads the phones over many events that all change, and lets as many more change that nobody watches.
func (b *bench) measureSpread(ctx context.Context) error {
	ours, err := b.audiences(ctx)
	if err != nil {
		return err
	}
	events := max(1, b.watchers/hosts)
	for _, c := range ours {
		var watched, both []*spreadOut
		for n := range b.rounds {
			rounds, err := c.spread(ctx, events, b.watchers, n%2 == 1)
			if err != nil {
				return fmt.Errorf("%s: %w", c.kind, err)
			}
			progress("%s: %d events change, p99 %s; with as many unwatched ones %s", c.kind, events, ms(rounds[0].p99), ms(rounds[1].p99))
			watched, both = append(watched, rounds[0]), append(both, rounds[1])
		}
		one, two := middleSpread(watched), middleSpread(both)
		grown := compared(row{work: fmt.Sprintf("%d events change each second, %d watch, p99", events, b.watchers), ours: ms(one.p99),
			beside: fmt.Sprintf("with %d more that nobody watches", events), theirs: ms(two.p99), want: "no growth"}, two.p99, one.p99)
		b.add(c.kind, grown, row{work: "  p50", ours: ms(one.p50), beside: "with those", theirs: ms(two.p50)},
			row{work: "  an answer takes, p50 / p99", ours: one.answers.shown(), beside: "with those", theirs: two.answers.shown()})
	}
	return nil
}

// spread lets each of the events change once a second, and then twice as many of which half are watched; or the other way
// round.
func (c *crowded) spread(ctx context.Context, events, watchers int, otherWay bool) ([]*spreadOut, error) {
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	c.events++
	all := make([]*event, 2*events)
	for i := range all {
		if all[i], err = newEvent(ctx, newClient(s.url, c.tokens[2]), far+c.events, members); err != nil {
			return nil, err
		}
	}
	crowd, err := gather(watch.Options{Address: c.home.address, Size: watchers, Dialect: c.counting(all[:events], nil)})
	if err != nil {
		return nil, err
	}
	defer crowd.Close()
	w := &wave{crowded: c, s: s, crowd: crowd, watched: events, sent: make([][]time.Duration, 2*events)}
	order := [][]*event{all[:events], all}
	if otherWay {
		slices.Reverse(order)
	}
	var rounds []*spreadOut
	for _, changing := range order {
		r, err := w.roll(ctx, changing)
		if err != nil {
			return nil, err
		}
		rounds = append(rounds, r)
	}
	if otherWay {
		slices.Reverse(rounds)
	}
	return rounds, nil
}

// wave is a crowd that watches the first so many of some events.
type wave struct {
	*crowded
	s       *server
	crowd   *watch.Crowd
	watched int
	people  int               // who have signed up
	sent    [][]time.Duration // when the sign-ups of each event were sent
}

// roll lets each of the events change once a second, evenly, by somebody who has not signed up yet.
func (w *wave) roll(ctx context.Context, changing []*event) (*spreadOut, error) {
	k, before := len(changing), make([]int, len(w.sent))
	for e := range changing {
		before[e] = len(w.sent[e])
		w.sent[e] = append(w.sent[e], make([]time.Duration, seconds)...)
	}
	all := w.crowd.Expect(func(i int) int64 { return int64(len(w.sent[i%w.watched])) })
	w.crowd.Record()
	answers, err := rush(ctx, w.s.url, demand{n: k * seconds, perSecond: k}, func(p *phone, i int) error {
		w.sent[i%k][before[i%k]+i/k] = w.crowd.Since(time.Now())
		return changing[i%k].signUp(p, w.tokens[w.people+i], i)
	})
	if err != nil {
		return nil, err
	}
	w.people += k * seconds
	if err := seen(ctx, w.crowd, all); err != nil {
		return nil, err
	}
	delays := watch.Delays(w.crowd.Recorded(), func(socket int32, mark int64) (time.Duration, bool) {
		e := int(socket) % w.watched
		if mark <= int64(before[e]) || mark > int64(len(w.sent[e])) {
			return 0, false
		}
		return w.sent[e][mark-1], true
	})
	return &spreadOut{p50: watch.Percentile(delays, 50), p99: watch.Percentile(delays, 99), answers: answers}, nil
}

func middleSpread(rounds []*spreadOut) *spreadOut {
	return &spreadOut{
		p50:     median(each(rounds, func(r *spreadOut) time.Duration { return r.p50 })),
		p99:     median(each(rounds, func(r *spreadOut) time.Duration { return r.p99 })),
		answers: middle(each(rounds, func(r *spreadOut) *rushed { return r.answers })),
	}
}
