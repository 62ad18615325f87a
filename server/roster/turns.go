package roster

import (
	"context"
	"sync"
)

// turns lets the requests for one event in one after the other, in the order in which they came. The row lock alone would
// be enough for them to be right, but each that waits for it holds a connection, and a crowd in front of one lock keeps
// the database busy with waking those who cannot go on. Replicas, the door and changes of the event meet at the row lock.
type turns struct {
	mu      sync.Mutex
	byEvent map[string]*turn
}

type turn struct {
	free  chan struct{} // holds a value while nobody is in
	users int           // in or waiting
}

// take waits until it is the request's turn and returns what ends it; the error is the context's, when whoever asked has gone.
func (t *turns) take(ctx context.Context, eventID string) (done func(), err error) {
	t.mu.Lock()
	if t.byEvent == nil {
		t.byEvent = map[string]*turn{}
	}
	e := t.byEvent[eventID]
	if e == nil {
		e = &turn{free: make(chan struct{}, 1)}
		e.free <- struct{}{}
		t.byEvent[eventID] = e
	}
	e.users++
	t.mu.Unlock()
	select {
	case <-e.free:
		return func() {
			e.free <- struct{}{}
			t.leave(eventID, e)
		}, nil
	case <-ctx.Done():
		t.leave(eventID, e)
		return nil, ctx.Err()
	}
}

// leave forgets the event when nobody is left.
func (t *turns) leave(eventID string, e *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.users--; e.users == 0 {
		delete(t.byEvent, eventID)
	}
}
