package web

import (
	"runtime"
	"sync/atomic"
	"time"
)

// turns bounds how much is read for sockets at a time, so that a herd of phones that comes back leaves room for everything
// else, and counts how many of those who come wait: that tells whether further ones are welcome.
type turns struct {
	places  chan struct{}
	waiting atomic.Int64
}

const (
	// mostWaiting is how many readings may wait before new sockets are told to come later: about a second's work.
	mostWaiting = 1_000
	// comeLater is how long they are told to wait at least.
	comeLater = 2 * time.Second
)

func newTurns() *turns { return &turns{places: make(chan struct{}, 4*runtime.GOMAXPROCS(0))} }

// begin waits for a turn for somebody who comes.
func (t *turns) begin() {
	t.waiting.Add(1)
	t.take()
	t.waiting.Add(-1)
}

// take waits for a turn for somebody who is there, and done gives it back.
func (t *turns) take() { t.places <- struct{}{} }

func (t *turns) done() { <-t.places }

func (t *turns) crowded() bool { return t.waiting.Load() >= mostWaiting }
