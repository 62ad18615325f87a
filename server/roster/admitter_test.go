package roster

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/server/fault"
)

// counter is an admitter whose batches are written down and wait for leave, so that a test says what comes when.
type counter struct {
	*admitter
	t       *testing.T
	started chan string // the batch that begins, as the names of its calls
	served  sync.Map    // the calls of the batches that have begun
	gates   sync.Map    // by batch: closed when it may end
	over    chan struct{}
	answers sync.WaitGroup
}

func newCounter(t *testing.T, batch, atOnce, queue int) *counter {
	c := &counter{t: t, started: make(chan string, 100), over: make(chan struct{})}
	c.admitter = &admitter{batch: batch, atOnce: atOnce, queue: queue, lineups: map[string]*lineup{}, serve: func(calls []*call) {
		names := make([]string, len(calls))
		for i, one := range calls {
			names[i] = one.request
			c.served.Store(one, true)
		}
		name := strings.Join(names, " ")
		c.started <- name
		select {
		case <-c.gate(name):
		case <-c.over:
		}
		for _, one := range calls {
			if one.alone != nil {
				one.err = one.alone()
			}
			if one.request == "panic" {
				panic("in a decision")
			}
		}
	}}
	return c
}

// comes lines a call up, named by its event's letter and a number, and returns when it waits or is served.
func (c *counter) comes(name string) <-chan error { return c.arrives(context.Background(), name, nil) }

func (c *counter) arrives(ctx context.Context, name string, alone func() error) <-chan error {
	c.t.Helper()
	one, answered := &call{eventID: name[:1], request: name, alone: alone}, make(chan error, 1)
	c.answers.Go(func() { answered <- c.decide(ctx, one) })
	for !c.lined(one) && len(answered) == 0 {
		runtime.Gosched()
	}
	return answered
}

// lined tells whether a call waits or has been served.
func (c *counter) lined(one *call) bool {
	if _, ok := c.served.Load(one); ok {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.lineups[one.eventID]
	return l != nil && slices.Contains(l.waiting, one)
}

// begins waits for the next batch.
func (c *counter) begins(want string) {
	c.t.Helper()
	if got := <-c.started; got != want {
		c.t.Fatalf("served are %q, want %q", got, want)
	}
}

func (c *counter) gate(batch string) chan struct{} {
	gate, _ := c.gates.LoadOrStore(batch, make(chan struct{}))
	return gate.(chan struct{})
}

// ends lets a batch end.
func (c *counter) ends(batch string) { close(c.gate(batch)) }

// closes checks that nothing is left behind.
func (c *counter) closes() {
	c.t.Helper()
	close(c.over)
	c.answers.Wait()
	if err := c.drain(context.Background()); err != nil {
		c.t.Fatal(err)
	}
	if len(c.lineups)+c.serving+len(c.ready)+len(c.started) != 0 {
		c.t.Fatalf("left behind: %v, %d at work, %d batches", c.lineups, c.serving, len(c.started))
	}
}

func TestWhoWaitsGoesIntoTheNextBatchInOrder(t *testing.T) {
	c := newCounter(t, 3, 1, 9)
	c.comes("a1")
	c.begins("a1") // at once, and alone
	for n := range 5 {
		c.comes(fmt.Sprint("a", n+2))
	}
	c.ends("a1")
	c.begins("a2 a3 a4") // as many as a batch has
	c.ends("a2 a3 a4")
	c.begins("a5 a6")
	c.closes()
}

func TestSeveralEventsShareABatchAndNoneStarves(t *testing.T) {
	c := newCounter(t, 3, 1, 9)
	c.comes("a1")
	c.begins("a1")
	for _, name := range []string{"b1", "a2", "a3", "a4", "b2", "c1", "c2"} {
		c.comes(name)
	}
	c.ends("a1")
	c.begins("b1 b2 c1") // who was being served comes last
	c.ends("b1 b2 c1")
	c.begins("a2 a3 a4")
	c.ends("a2 a3 a4")
	c.begins("c2")
	c.closes()
}

func TestOneEventHasOneTransactionAtATime(t *testing.T) {
	c := newCounter(t, 3, 2, 9)
	c.comes("a1")
	c.begins("a1")
	c.comes("a2")
	c.comes("b1")
	c.begins("b1") // beside it, while a2 waits
	c.comes("c1")
	c.ends("b1")
	c.begins("c1")
	c.ends("c1")
	c.comes("a3")
	c.ends("a1")
	c.begins("a2 a3")
	c.closes()
}

func TestCancelledWhileWaitingIsDropped(t *testing.T) {
	c := newCounter(t, 9, 1, 9)
	ctx, cancel := context.WithCancel(context.Background())
	c.comes("a1")
	c.begins("a1")
	gone := c.arrives(ctx, "a2", nil)
	stays := c.comes("a3")
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	c.ends("a1")
	c.begins("a3")
	c.ends("a3")
	if err := <-stays; err != nil {
		t.Fatal(err)
	}
	c.closes()
}

func TestCancelledWhileServedIsHonoured(t *testing.T) {
	c := newCounter(t, 9, 1, 9)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	gone := c.arrives(ctx, "a1", func() error { close(done); return nil })
	c.begins("a1")
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	c.ends("a1")
	<-done
	c.closes()
}

func TestTooManyWaiting(t *testing.T) {
	c := newCounter(t, 9, 1, 2)
	c.comes("a1")
	c.begins("a1")
	c.comes("a2")
	c.comes("a3")
	var f *fault.Error
	if err := <-c.comes("a4"); !errors.As(err, &f) || f.Code != fault.RateLimited || f.Reason != "QUEUE_FULL" || f.RetryAfter != time.Second {
		t.Fatalf("answered %v", err)
	}
	c.comes("b1") // another event is another queue
	c.ends("a1")
	c.begins("b1 a2 a3")
	c.comes("a5") // there is room again
	c.ends("b1 a2 a3")
	c.begins("a5")
	c.closes()
}

func TestAloneKeepsItsTurn(t *testing.T) {
	c := newCounter(t, 9, 1, 9)
	why := errors.New("the change's own")
	c.comes("a1")
	c.begins("a1")
	c.comes("a2")
	got := c.arrives(context.Background(), "a3", func() error { return why })
	c.comes("a4")
	c.comes("b1")
	c.arrives(context.Background(), "b2", func() error { return nil })
	batch := "a1"
	for _, next := range []string{"b1 a2", "b2", "a3", "a4"} {
		c.ends(batch)
		c.begins(next)
		batch = next
	}
	c.closes()
	if err := <-got; !errors.Is(err, why) {
		t.Fatal(err)
	}
}

func TestPanicEndsTheBatchOnly(t *testing.T) {
	c := newCounter(t, 9, 1, 9)
	c.comes("a1")
	c.begins("a1")
	bad, beside := c.arrives(context.Background(), "panic", nil), c.comes("p2")
	c.ends("a1")
	c.begins("panic p2")
	c.ends("panic p2")
	for _, answered := range []<-chan error{bad, beside} {
		if err := <-answered; err == nil || !strings.Contains(err.Error(), "in a decision") {
			t.Fatalf("answered %v", err)
		}
	}
	next := c.comes("p3")
	c.begins("p3")
	c.ends("p3")
	if err := <-next; err != nil {
		t.Fatal(err)
	}
	c.closes()
}

func TestDrainWaitsForEverybody(t *testing.T) {
	c := newCounter(t, 1, 1, 9)
	if err := c.drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	c.comes("a1")
	c.begins("a1")
	last := c.comes("a2")
	drained := make(chan error, 1)
	go func() { drained <- c.drain(context.Background()) }()
	for waits := false; !waits && len(drained) == 0; runtime.Gosched() {
		c.mu.Lock()
		waits = c.idle != nil
		c.mu.Unlock()
	}
	c.ends("a1")
	c.begins("a2")
	if len(drained) > 0 {
		t.Fatal("drained while somebody waits")
	}
	c.ends("a2")
	if err := <-drained; err != nil || len(last) == 0 && <-last != nil {
		t.Fatal(err)
	}
	c.closes()
}

func TestDrainGivesUp(t *testing.T) {
	c := newCounter(t, 1, 1, 9)
	c.comes("a1")
	c.begins("a1")
	short, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.drain(short); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	c.closes()
}
