package main

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"linli/bench/watch"
)

const (
	downFor    = 3 * time.Second        // between the program's end and its new beginning
	signsEvery = 50 * time.Millisecond  // somebody signs up, all the time
	asksAgain  = 100 * time.Millisecond // after no answer
	herdTime   = 2 * time.Minute        // is waited for at most
)

// returned is how the herd came back.
type returned struct {
	*signing
	away       time.Duration // from the signal until the program answered again
	half, last time.Duration // after that
	most       int           // in one second
	counts     time.Duration // until all had the last count, when nobody signed up any more
	closed     map[int]int   // sockets, by close code; 0: none was said
	refused    map[int]int   // connections, by HTTP status; 0: not accepted
	older      int           // messages that told less than one before
}

// measureHerd stops the program while everybody watches, politely and by a kill, and starts it again.
func (b *bench) measureHerd(ctx context.Context) error {
	c, err := b.audience(ctx, "sqlite")
	if err != nil {
		return err
	}
	for _, how := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		r, err := c.herd(ctx, b.watchers, how)
		if err != nil {
			return err
		}
		b.add(c.kind, row{work: fmt.Sprintf("%d come back after %s, the last", b.watchers, map[syscall.Signal]string{syscall.SIGTERM: "a stop", syscall.SIGKILL: "a kill"}[how]),
			ours: fmt.Sprintf("%.1f s", r.last.Seconds()), beside: fmt.Sprintf("half %.1f s, at most %d in a second; %.1f s away before; closed %v, refused %v", r.half.Seconds(), r.most, r.away.Seconds(), r.closed, r.refused), want: "< 30 s"},
			row{work: "  all have the right counts after", ours: ms(r.counts), beside: fmt.Sprintf("older counts after newer ones: %d", r.older), want: "0"},
			row{work: "  sign-ups meanwhile, p50 / p99", ours: ms(median(r.answers)) + " / " + ms(watch.Percentile(slices.Sorted(slices.Values(r.answers)), 99)),
				beside: fmt.Sprintf("%d, of them %d sent again after it was back", r.signed, r.repeated)})
	}
	return nil
}

// herd lets the program end and begin again, while somebody signs up all the time.
func (c *crowded) herd(ctx context.Context, n int, how syscall.Signal) (*returned, error) {
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	defer func() { s.stop() }()
	e, err := c.published(ctx, s, members)
	if err != nil {
		return nil, err
	}
	crowd, err := gather(watch.Options{Address: c.home.address, Size: n, Dialect: c.counting([]*event{e}, nil), Backoff: watch.Phones})
	if err != nil {
		return nil, err
	}
	defer crowd.Close()
	r := &returned{signing: c.signing(ctx, e)}
	defer r.stop()
	time.Sleep(time.Second)
	gone := time.Now()
	if err := s.cmd.Process.Signal(how); err != nil {
		return nil, err
	}
	<-s.exited
	crowd.Record()
	time.Sleep(downFor)
	again, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return nil, err
	}
	s = again
	back := time.Now()
	r.back.Store(true)
	r.away = back.Sub(gone)
	if err := crowd.Stand(herdTime); err != nil {
		return nil, err
	}
	time.Sleep(time.Second) // some more sign-ups, which all see
	r.stop()
	if err := r.agree(ctx, crowd); err != nil {
		return nil, err
	}
	r.came(crowd.Recorded(), crowd.Since(back))
	progress("the herd is back: half after %v, the last after %v, refused %v", r.half, r.last, r.refused)
	return r, nil
}

// agree waits until all have the count of everybody who was answered.
func (r *returned) agree(ctx context.Context, crowd *watch.Crowd) error {
	began := time.Now()
	if err := seen(ctx, crowd, crowd.Expect(func(int) int64 { return int64(r.signed) })); err != nil {
		return err
	}
	r.counts, r.older, r.closed, r.refused = time.Since(began), crowd.Older(), crowd.Codes(), crowd.Refused()
	return nil
}

// came reads from the first message of each phone when it was back.
func (r *returned) came(arrivals []watch.Arrival, back time.Duration) {
	here, perSecond := map[int32]bool{}, map[time.Duration]int{}
	var waits []time.Duration
	for _, a := range arrivals {
		if !here[a.Socket] {
			here[a.Socket] = true
			waits = append(waits, a.At-back)
			perSecond[(a.At-back).Truncate(time.Second)]++
		}
	}
	slices.Sort(waits)
	r.half, r.last = watch.Percentile(waits, 50), watch.Percentile(waits, 100)
	for _, n := range perSecond {
		r.most = max(r.most, n)
	}
}

// signing is one person after the other signing up by HTTP, each until she is answered.
type signing struct {
	*crowded
	event    *event
	back     atomic.Bool // the program answers again
	stop     func()
	ended    chan struct{}
	answers  []time.Duration // of those sent since
	repeated int             // how many of them had to be sent again
	signed   int
}

func (c *crowded) signing(ctx context.Context, e *event) *signing {
	s := &signing{crowded: c, event: e, ended: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	s.stop = func() { cancel(); <-s.ended }
	go func() {
		defer close(s.ended)
		tick := time.NewTicker(signsEvery)
		defer tick.Stop()
		for ctx.Err() == nil {
			<-tick.C
			s.one(context.WithoutCancel(ctx))
		}
	}()
	return s
}

// one signs the next person up, over a connection of her own.
func (s *signing) one(ctx context.Context) {
	fresh, began := s.back.Load(), time.Now()
	for tries := 1; time.Since(began) < herdTime; tries++ {
		p, err := newPhone(ctx, s.home.address)
		if err == nil {
			err = s.event.signUp(p, s.tokens[s.signed], s.signed)
			p.close()
		}
		if err != nil {
			time.Sleep(asksAgain)
			continue
		}
		s.signed++
		if fresh {
			s.answers = append(s.answers, time.Since(began))
		}
		if fresh && tries > 1 {
			s.repeated++
		}
		return
	}
}
