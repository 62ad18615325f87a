package web

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestWishesBecomeOneErrand(t *testing.T) {
	var e errand
	var runs atomic.Int32
	began, go1 := make(chan struct{}, 10), make(chan struct{})
	run := func() {
		runs.Add(1)
		began <- struct{}{}
		<-go1
	}
	e.want(run)
	<-began
	for range 100 {
		e.want(run) // all of them are one more
	}
	go1 <- struct{}{}
	<-began
	go1 <- struct{}{}
	for e.state.Load() != idle {
	}
	if n := runs.Load(); n != 2 {
		t.Errorf("run %d times", n)
	}
	e.want(run)
	<-began
	go1 <- struct{}{}
}

func TestAnErrandIsHeld(t *testing.T) {
	var e errand
	ran := make(chan struct{}, 1)
	run := func() { ran <- struct{}{} }
	e.hold()
	e.want(run)
	select {
	case <-ran:
		t.Fatal("run while held")
	default:
	}
	e.release(run)
	<-ran
	var quiet errand
	quiet.hold()
	quiet.release(func() { t.Error("run, and not wanted") })
	if quiet.state.Load() != idle {
		t.Error("not ready again")
	}
}

func TestAnErrandThatPanicsIsTriedAgain(t *testing.T) {
	var e errand
	tries := make(chan int, 2)
	n := 0
	e.want(func() {
		n++
		tries <- n
		if n == 1 {
			panic("once")
		}
	})
	<-tries
	<-tries
}

// Never two at a time, and never a wish that is not followed by a run.
func TestErrandsOfMany(t *testing.T) {
	var e errand
	var at, seen, wish atomic.Int64
	run := func() {
		if at.Add(1) != 1 {
			t.Error("two at a time")
		}
		seen.Store(wish.Load())
		at.Add(-1)
	}
	var many sync.WaitGroup
	for range 8 {
		many.Go(func() {
			for range 2_000 {
				wish.Add(1)
				e.want(run)
			}
		})
	}
	many.Wait()
	for e.state.Load() != idle {
	}
	if seen.Load() != wish.Load() {
		t.Errorf("the last run saw %d of %d wishes", seen.Load(), wish.Load())
	}
}
