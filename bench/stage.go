package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/bench/watch"
)

// stage is a running server whose counts phones watch, and that can be made to change them.
type stage struct {
	pid              int
	address, private string                                     // of the server; of its metrics and profiles, if it has them
	collect          func(context.Context) error                // its garbage
	dialect          func(id func(i int) string) *watch.Dialect // by the id of each phone's operation; nil: "1" for all
	ids              bool                                       // it is measured with different ids too
	quiet            bool                                       // nothing tells when the last phone's watch stands
	mark             int64                                      // of the newest change; the next is one more
	change           func() error                               // makes it
	before           time.Duration                              // of a change, until its commit
	stop             func()
}

// gather lets so many phones watch.
func (s *stage) gather(n int, id func(i int) string) (*watch.Crowd, error) {
	c, err := gather(watch.Options{Address: s.address, Size: n, Dialect: s.dialect(id)})
	if err == nil && s.quiet {
		time.Sleep(rest)
	}
	return c, err
}

// gather brings a crowd in.
func gather(o watch.Options) (*watch.Crowd, error) {
	c, err := watch.Gather(o)
	if err != nil {
		return nil, err
	}
	if err := c.Stand(2 * time.Minute); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// fanned is how changes came to everybody: the medians over the changes of what half, 99 of 100 and all of the phones waited,
// from the commit; and the longest that anybody waited.
type fanned struct {
	p50, p99, all, worst time.Duration
	work                 time.Duration // of the server's processors for each message
	bytes                int           // of a message
}

func (f *fanned) shown() string {
	return fmt.Sprintf("%s / %s / %s", ms(f.p50), ms(f.p99), ms(f.all))
}

// breath is between two changes, for both sides to finish what they do.
const breath = 100 * time.Millisecond

// publish makes changes one after the other, each when everybody has the last, and tells how they came.
func (s *stage) publish(ctx context.Context, c *watch.Crowd, changes int) (*fanned, error) {
	var p50s, p99s, alls []time.Duration
	work, read := worked(s.pid), c.Read()
	for range changes {
		delays, err := s.once(ctx, c)
		if err != nil {
			return nil, err
		}
		p50s, p99s, alls = append(p50s, watch.Percentile(delays, 50)), append(p99s, watch.Percentile(delays, 99)), append(alls, watch.Percentile(delays, 100))
		time.Sleep(breath)
	}
	return &fanned{
		p50: median(p50s), p99: median(p99s), all: median(alls), worst: slices.Max(alls), bytes: c.Bytes(),
		work: (worked(s.pid) - work) / time.Duration(max(1, c.Read()-read)),
	}, nil
}

// once makes one change and answers how long it took to each phone that listens, from the commit.
func (s *stage) once(ctx context.Context, c *watch.Crowd) ([]time.Duration, error) {
	s.mark++
	everybody := c.Expect(func(int) int64 { return s.mark })
	c.Record()
	sent := time.Now()
	if err := s.change(); err != nil {
		return nil, err
	}
	if err := seen(ctx, c, everybody); err != nil {
		return nil, err
	}
	made := c.Since(sent.Add(s.before))
	return watch.Delays(c.Recorded(), func(_ int32, mark int64) (time.Duration, bool) { return made, mark == s.mark }), nil
}

// seen waits until all have seen what they were expected to.
func seen(ctx context.Context, c *watch.Crowd, all <-chan struct{}) error {
	select {
	case <-all:
		return c.Err()
	case <-time.After(patience):
		return fmt.Errorf("%d phones have not seen the last change: %w", c.Missing(), c.Err())
	case <-ctx.Done():
		return ctx.Err()
	}
}

// few is how many phones warm a server, so that what it makes once is not counted as theirs.
const few = 200

// warm lets a few phones come, see some changes and go.
func (s *stage) warm(ctx context.Context) error {
	c, err := s.gather(few, nil)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = s.publish(ctx, c, 3)
	return err
}
