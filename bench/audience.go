package main

import (
	"context"
	"fmt"
	"time"

	"linli/bench/watch"
)

const (
	// liveCounts is what the app subscribes to on an event's page, as its cache completes it.
	liveCounts = `subscription LiveCounts($eventId: ID!) { eventCounts(eventId: $eventId) { ...CountsParts __typename } } ` +
		`fragment CountsParts on EventCounts { eventId revision capacity confirmed offered waitlisted checkedIn held ` +
		`shifts { shiftId capacity confirmed offered waitlisted checkedIn held __typename } __typename }`
	// confirmed grows by one with each sign-up, and so tells changes apart.
	confirmed = `"confirmed":`
)

// audience is a database, filled once for all parts that have watchers, with a session for each of them, beside those of the
// people who sign up.
func (b *bench) audience(ctx context.Context, kind string) (*crowded, error) {
	if c := b.filled[kind]; c != nil {
		return c, nil
	}
	c, forget, err := b.crowd(ctx, kind)
	if err != nil {
		return nil, err
	}
	b.forgets = append(b.forgets, forget)
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if c.watching, err = s.sessions(ctx, b.watchers); err != nil {
		return nil, err
	}
	b.filled[kind] = c
	return c, nil
}

// sessions are as many, of the demo people in turn.
func (s *server) sessions(ctx context.Context, n int) (all []string, err error) {
	for len(all) < n {
		some, err := s.tokens(ctx, members+1)
		if err != nil {
			return nil, err
		}
		all = append(append(all, some[:3]...), some[4:]...) // the fourth is of another community
	}
	return all[:n], nil
}

// audiences are one on every database.
func (b *bench) audiences(ctx context.Context) (all []*crowded, err error) {
	for _, kind := range b.databases() {
		c, err := b.audience(ctx, kind)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// published makes one more event, on a day of its own.
func (c *crowded) published(ctx context.Context, s *server, places int) (*event, error) {
	c.events++
	return newEvent(ctx, newClient(s.url, c.tokens[2]), far+c.events, places)
}

// counting is what a phone says to watch one of the events; each has a session of its own.
func (c *crowded) counting(events []*event, id func(i int) string) *watch.Dialect {
	return watch.Subscription{
		Path: "/graphql", Query: liveCounts, Mark: confirmed, ID: id,
		Variables: func(i int) string { return fmt.Sprintf(`{"eventId":%q}`, events[i%len(events)].ID) },
		Token:     func(i int) string { return c.watching[i] },
	}.Dialect()
}

// stage starts the program with an event to watch, which changes when the next person signs up for it.
func (c *crowded) stage(ctx context.Context) (*stage, error) {
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	before, err := c.untilCommit(ctx, s)
	if err != nil {
		s.stop()
		return nil, err
	}
	e, err := c.published(ctx, s, members)
	if err != nil {
		s.stop()
		return nil, err
	}
	p, err := newPhone(ctx, s.url)
	if err != nil {
		s.stop()
		return nil, err
	}
	next := 0
	return &stage{
		pid: s.pid(), address: c.home.address, private: c.home.private, collect: collecting(c.home.private), ids: c.kind == "sqlite", before: before,
		dialect: func(id func(int) string) *watch.Dialect { return c.counting([]*event{e}, id) },
		change:  func() error { next++; return e.signUp(p, c.tokens[next-1], next) },
		stop:    func() { p.close(); s.stop() },
	}, nil
}

// lone is how often somebody who is alone is measured.
const lone = 40

// untilCommit is how long the transaction of a sign-up takes when nobody watches: the median of lone sign-ups less that of lone
// requests which change nothing and ask as little as can be asked with a session. What HTTP, GraphQL and the session take
// before the transaction is not in it, so that it stays in what is counted from the commit.
func (c *crowded) untilCommit(ctx context.Context, s *server) (time.Duration, error) {
	e, err := c.published(ctx, s, lone)
	if err != nil {
		return 0, err
	}
	p, err := newPhone(ctx, s.url)
	if err != nil {
		return 0, err
	}
	defer p.close()
	var signing, asking []time.Duration
	for i, token := range c.tokens[len(c.tokens)-2*lone:] { // not those who sign up next: who is known is answered sooner
		at := time.Now()
		if i%2 == 0 {
			err = e.signUp(p, token, i)
			signing = append(signing, time.Since(at))
		} else {
			_, _, err = p.post("/graphql", token, []byte(`{"query":"{viewer{id}}"}`))
			asking = append(asking, time.Since(at))
		}
		if err != nil {
			return 0, err
		}
	}
	return max(0, median(signing)-median(asking)), nil
}
