package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"linli/graph"
	"linli/server/org"
	"linli/server/page"
	"linli/server/roster"
)

// reader follows one subscription, breaks off now and then and comes back to another replica.
type reader struct {
	*storm
	what   string
	open   func(ctx context.Context, r *graph.Resolver, seen int64) (<-chan message, error)
	truth  func() message // what there is
	moved  chan struct{}  // after each message
	stays  chan struct{}  // closed when the last stream has begun
	screen map[string]string

	mu   sync.Mutex
	seen int64
	last string
}

// message is what is shown at a revision.
type message struct {
	revision int64
	shows    string
	rows     *roster.Change // of a roster
}

// reader makes the n-th, which reads until the test ends.
func (s *storm) reader(n int) *reader {
	s.Helper()
	e, u := s.events[n/3%len(s.events)].ID, []string{s.here.Root.ID, s.here.Branches[0].ID}[n/3%2]
	r := &reader{storm: s, moved: make(chan struct{}, 1), stays: make(chan struct{}), seen: -1, screen: map[string]string{}}
	switch n % 3 {
	case 0:
		r.what, r.open, r.truth = "counts", follow(func(ctx context.Context, at *graph.Resolver, _ *int) (<-chan *roster.Counts, error) {
			return at.Subscription().EventCounts(ctx, e)
		}, counted), func() message { return counted(must(s.replicas[0].Rosters.Counts(s.As(s.lead), e))) }
	case 1:
		r.what, r.open, r.truth = "unit", follow(func(ctx context.Context, at *graph.Resolver, _ *int) (<-chan *org.Counts, error) {
			return at.Subscription().UnitCounts(ctx, u)
		}, summed), func() message { return summed(must(s.replicas[0].Org.Counts(s.As(s.lead), u))) }
	default:
		r.what, r.open, r.truth = "roster", follow(func(ctx context.Context, at *graph.Resolver, since *int) (<-chan *roster.Change, error) {
			return at.Subscription().RosterChanged(ctx, e, since)
		}, changed), func() message { return s.listed(e) }
	}
	ctx, stop := context.WithCancel(s.As(s.lead))
	var reading sync.WaitGroup
	reading.Go(func() { r.read(ctx, rand.New(rand.NewPCG(s.seed, uint64(100+n)))) })
	s.Cleanup(func() { stop(); reading.Wait() })
	return r
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// follow opens a subscription and makes its values messages.
func follow[T any](open func(context.Context, *graph.Resolver, *int) (<-chan T, error), show func(T) message) func(context.Context, *graph.Resolver, int64) (<-chan message, error) {
	return func(ctx context.Context, r *graph.Resolver, seen int64) (<-chan message, error) {
		since := int(seen)
		values, err := open(ctx, r, &since)
		if err != nil {
			return nil, err
		}
		out := make(chan message)
		go func() {
			defer close(out)
			for v := range values {
				select {
				case out <- show(v):
				case <-ctx.Done():
					return
				}
			}
		}()
		return out, nil
	}
}

func counted(c *roster.Counts) message {
	return message{revision: c.Revision, shows: fmt.Sprint(c.Confirmed, c.Offered, c.Waitlisted, c.Held)}
}

func summed(c *org.Counts) message {
	return message{revision: c.Revision, shows: fmt.Sprint(c.ConfirmedToday, c.WaitingToday)}
}

func changed(c *roster.Change) message { return message{revision: c.Revision, rows: c} }

// listed is a roster as a screen shows it.
func (s *storm) listed(eventID string) message {
	at := s.replicas[0].Rosters
	c := must(at.Counts(s.As(s.lead), eventID))
	screen := map[string]string{}
	for _, row := range must(at.List(s.As(s.lead), eventID, roster.Filter{}, page.Args{First: 100})).Nodes() {
		screen[row.ID] = line(row)
	}
	return message{revision: c.Revision, shows: lines(screen)}
}

func line(row *roster.SignUp) string {
	position := 0
	if row.QueuePosition != nil {
		position = *row.QueuePosition
	}
	return fmt.Sprint(row.ID, row.ShiftID, row.Status, position)
}

func lines(screen map[string]string) string {
	var all []string
	for _, l := range screen {
		all = append(all, l)
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// read follows the subscription over and over, for a while each time, and in the end for good.
func (r *reader) read(ctx context.Context, random *rand.Rand) {
	for {
		at := r.replicas[random.IntN(len(r.replicas))]
		select {
		case <-r.stay:
			r.visit(ctx, at, func() { close(r.stays) })
			return
		default:
			while, stop := context.WithCancel(ctx) // not a deadline, which the network may notice first
			leaves := time.AfterFunc(time.Duration(50+random.IntN(500))*time.Millisecond, stop)
			r.visit(while, at, func() {})
			leaves.Stop()
			stop()
		}
	}
}

// visit reads one stream, on which each message is newer than the one before; the first may be as old as what is known.
func (r *reader) visit(ctx context.Context, at *graph.Resolver, begun func()) {
	stream, err := r.open(ctx, at, r.seen)
	if err != nil {
		if ctx.Err() == nil {
			r.Error(err)
		}
		return
	}
	first := true
	for m := range stream {
		if m.revision < r.seen || m.revision == r.seen && !first {
			r.Errorf("%s: revision %d after %d", r.what, m.revision, r.seen)
		}
		if r.show(m); first {
			begun()
		}
		first = false
	}
}

// show puts a message on the screen.
func (r *reader) show(m message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m.rows != nil {
		if m.rows.Fresh {
			clear(r.screen)
		}
		for _, row := range m.rows.SignUps {
			r.screen[row.ID] = line(row)
			if roster.Final(row.Status) {
				delete(r.screen, row.ID)
			}
		}
		m.shows = lines(r.screen)
	}
	r.seen, r.last = m.revision, m.shows
	select {
	case r.moved <- struct{}{}:
	default:
	}
}

// settles waits until the screen shows what there is.
func (r *reader) settles() {
	r.Helper()
	late := time.After(20 * time.Second)
	for {
		truth := r.truth()
		r.mu.Lock()
		seen, last := r.seen, r.last
		r.mu.Unlock()
		if seen == truth.revision && last == truth.shows {
			return
		}
		select {
		case <-r.moved:
		case <-late:
			r.Fatalf("%s: shows revision %d\n%s\nthere is %d\n%s", r.what, seen, last, truth.revision, truth.shows)
		}
	}
}
