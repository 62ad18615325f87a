package roster

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"linli/server/fault"
)

// admitter stands in front of the transactions that change rosters. What arrives while a transaction is under way waits and
// goes into the next one together: one lock, one commit, one flush of the disk for all of them. A request that comes alone
// is served at once. Of one event there is at most one transaction at a time, so its requests are decided in the order in
// which they came; replicas meet at the event's row lock.
type admitter struct {
	serve  func([]*call) // runs a batch and answers each of its calls
	batch  int           // most calls of one transaction
	atOnce int           // most transactions at a time
	queue  int           // most calls that wait for one event

	mu      sync.Mutex
	lineups map[string]*lineup // by event; those with somebody waiting or being served
	ready   []*lineup          // with somebody waiting and nobody being served, first come first
	serving int
	idle    chan struct{} // made by drain, closed when nobody is left
}

// lineup is those who wait for one event.
type lineup struct {
	event         string
	waiting       []*call
	served, ready bool
}

// decide lines a call up and waits for its answer. Whoever goes away before her turn is dropped; later, what was decided
// stands. RATE_LIMITED when too many wait already.
func (a *admitter) decide(ctx context.Context, c *call) error {
	c.done = make(chan struct{})
	if err := a.line(c); err != nil {
		return err
	}
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		a.drop(c)
		return ctx.Err()
	}
}

func (a *admitter) line(c *call) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.lineups[c.eventID]
	if l == nil {
		l = &lineup{event: c.eventID}
		a.lineups[c.eventID] = l
	}
	if len(l.waiting) >= a.queue {
		full := fault.New(fault.RateLimited, "Too many are signing up at this moment. Try again in a few seconds.").Because("QUEUE_FULL")
		full.RetryAfter = time.Second
		return full
	}
	l.waiting = append(l.waiting, c)
	a.call(l)
	if a.serving < a.atOnce && len(a.ready) > 0 {
		a.serving++
		go a.work()
	}
	return nil
}

// call puts a lineup among those that can be served.
func (a *admitter) call(l *lineup) {
	if !l.served && !l.ready && len(l.waiting) > 0 {
		l.ready = true
		a.ready = append(a.ready, l)
	}
}

// drop takes a call out that nobody waits for any more, unless it is being served.
func (a *admitter) drop(c *call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.lineups[c.eventID]
	if l == nil {
		return
	}
	for i, other := range l.waiting {
		if other == c {
			l.waiting = append(l.waiting[:i:i], l.waiting[i+1:]...)
			return
		}
	}
}

// work serves batch after batch until nobody can be served.
func (a *admitter) work() {
	for calls, lineups := a.take(); len(calls) > 0; calls, lineups = a.next(lineups) {
		a.answer(calls)
	}
}

// answer serves a batch and lets its calls go; a panic is the failure of all of them, not of the program.
func (a *admitter) answer(calls []*call) {
	defer func() {
		if p := recover(); p != nil {
			for _, c := range calls {
				c.answer, c.err = nil, fmt.Errorf("roster: panic: %v\n%s", p, debug.Stack())
			}
		}
		for _, c := range calls {
			close(c.done)
		}
	}()
	a.serve(calls)
}

// next ends a batch and takes the one after it.
func (a *admitter) next(served []*lineup) ([]*call, []*lineup) {
	a.mu.Lock()
	for _, l := range served {
		l.served = false
		a.call(l)
		a.forget(l)
	}
	a.mu.Unlock()
	return a.take()
}

// take picks those to be served together: of each lineup what fits, in order. With nothing to do it lets the worker go.
func (a *admitter) take() (calls []*call, from []*lineup) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var rest []*lineup
	for _, l := range a.ready {
		before := len(calls)
		for len(l.waiting) > 0 && a.together(calls, l.waiting[0]) {
			calls, l.waiting = append(calls, l.waiting[0]), l.waiting[1:]
		}
		if len(calls) == before && len(l.waiting) > 0 {
			rest = append(rest, l)
			continue
		}
		l.waiting = append([]*call(nil), l.waiting...) // let go of those who left
		l.ready, l.served = false, len(calls) > before
		if l.served {
			from = append(from, l)
		}
		a.forget(l)
	}
	a.ready = rest
	if len(calls) == 0 {
		a.serving--
		a.rest()
	}
	return calls, from
}

// weightiest is how heavy the calls of one transaction are together, beyond the first.
const weightiest = 2_000

// together tells whether a call may be served with these: with its like, as long as there is room. One that wants its event
// alone is served by itself.
func (a *admitter) together(calls []*call, c *call) bool {
	if len(calls) == 0 {
		return true
	}
	weight := c.weight
	for _, other := range calls {
		weight += other.weight
	}
	return len(calls) < a.batch && calls[0].alone == nil && c.alone == nil && calls[0].shared == c.shared && weight <= weightiest
}

// forget lets go of an event that nobody wants.
func (a *admitter) forget(l *lineup) {
	if len(l.waiting) == 0 && !l.served && !l.ready {
		delete(a.lineups, l.event)
	}
}

// drain waits until everybody has been answered.
func (a *admitter) drain(ctx context.Context) error {
	a.mu.Lock()
	if a.idle == nil {
		a.idle = make(chan struct{})
	}
	idle := a.idle
	a.rest()
	a.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rest tells whoever drains that nobody is left.
func (a *admitter) rest() {
	if a.idle != nil && a.serving == 0 && len(a.ready) == 0 {
		close(a.idle)
		a.idle = nil
	}
}
