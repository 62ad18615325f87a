package main

import (
	"context"
	"fmt"
)

// far is the first day of our events, beyond those of the demo.
const far = 60

// crowded is the program on one database with the full demo, whose people are many phones.
type crowded struct {
	kind   string
	home   *home
	tokens []string // of those who sign up, one each
	events int

	watching []string // tokens of phones that watch, other sessions of the same people
}

// crowd fills a database; forget removes it.
func (b *bench) crowd(ctx context.Context, kind string) (c *crowded, forget func(), err error) {
	h, forget, err := b.home(ctx, kind)
	if err != nil {
		return nil, nil, err
	}
	c = &crowded{kind: kind, home: h}
	s, _, err := h.start(ctx, "full", anyone)
	if err != nil {
		forget()
		return nil, nil, err
	}
	defer s.stop()
	if c.tokens, err = s.tokens(ctx, members+1); err != nil {
		forget()
		return nil, nil, err
	}
	c.tokens = append(c.tokens[:3:3], c.tokens[4:]...) // the fourth is of another community
	return c, forget, nil
}

// rush starts the program, with nothing remembered, lets so many people sign up for one event, and stops it.
func (c *crowded) rush(ctx context.Context, batch string, people int) (*rushed, error) {
	c.home.batch = batch
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	c.events++
	return s.wide(ctx, c.tokens[:people], newClient(s.url, c.tokens[2]), far+c.events)
}

// fewer people are enough where each has a transaction of her own.
const fewer = 1_500

// overHTTP measures everybody in turn, so that all have the same weather.
func (b *bench) overHTTP(ctx context.Context, ours []*crowded, peers []*peer) (map[string]*rushed, error) {
	all := map[string][]*rushed{}
	measure := func(name string, round func() (*rushed, error)) error {
		r, err := round()
		if err != nil || r == nil {
			return err
		}
		progress("%s: %.0f sign-ups a second", name, r.perSecond)
		all[name] = append(all[name], r)
		return nil
	}
	for range b.rounds {
		for _, c := range ours {
			if err := measure(c.kind, func() (*rushed, error) { return c.rush(ctx, "256", members) }); err != nil {
				return nil, err
			}
			if err := measure(c.kind+" one at a time", func() (*rushed, error) { return c.rush(ctx, "1", fewer) }); err != nil {
				return nil, err
			}
		}
		for _, p := range peers {
			if err := measure(p.name, func() (*rushed, error) { return p.rush(ctx, b) }); err != nil {
				return nil, err
			}
		}
	}
	medians := map[string]*rushed{}
	for name, rounds := range all {
		medians[name] = middle(rounds)
	}
	return medians, nil
}

// httpRows are the lines of the table that sign-ups over HTTP give.
func httpRows(kind string, all map[string]*rushed, peers []*peer) []row {
	ours := all[kind]
	if ours == nil {
		return nil
	}
	want := map[string]string{"postgres": "3×"}[kind]
	rows := []row{versus("over HTTP, 64 clients, 6,000 people, one event", ours.perSecond, "one transaction at a time", all[kind+" one at a time"].perSecond, want)}
	for _, p := range peers {
		var theirs float64
		if r := all[p.name]; r != nil {
			theirs = r.perSecond
		}
		rows = append(rows, versus("", ours.perSecond, p.title, theirs, "1×, aim 2×"))
	}
	took := row{work: "  an answer takes, p50 / p99", ours: ours.shown()}
	for _, p := range peers {
		if r := all[p.name]; r != nil {
			took.beside += p.name + " " + r.shown() + "  "
		}
	}
	return append(rows, took)
}

func (r *rushed) shown() string { return fmt.Sprintf("%s / %s", ms(r.p50), ms(r.p99)) }
