package roster

import (
	"context"
	"errors"
	"runtime"
	"testing"
)

func TestTurns(t *testing.T) {
	var all turns
	done, err := all.take(t.Context(), "ev_1")
	if err != nil {
		t.Fatal(err)
	}
	other, err := all.take(t.Context(), "ev_2")
	if err != nil {
		t.Fatal("two events wait for each other")
	}
	other()
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := all.take(gone, "ev_1"); !errors.Is(err, context.Canceled) {
		t.Fatalf("who has gone gets %v", err)
	}
	inside := make(chan struct{})
	go func() {
		if next, err := all.take(t.Context(), "ev_1"); err == nil {
			close(inside)
			next()
		}
	}()
	for all.users("ev_1") < 2 { // until the next stands in line
		select {
		case <-inside:
			t.Fatal("two are in")
		default:
			runtime.Gosched()
		}
	}
	done()
	<-inside
	for all.users("ev_1") > 0 {
		runtime.Gosched()
	}
	if len(all.byEvent) != 0 {
		t.Fatal("an event that nobody wants is remembered")
	}
}

// users are those in or waiting.
func (t *turns) users(eventID string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.byEvent[eventID]; e != nil {
		return e.users
	}
	return 0
}
