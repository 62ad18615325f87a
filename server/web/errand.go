package web

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// errand is something to be done in a goroutine of its own whenever it is wanted: once at a time, and once more for all
// wishes that came meanwhile; one that panics is tried again. The zero value is ready.
type errand struct{ state atomic.Int32 }

const (
	idle = iota
	running
	wanted
)

// want has run called soon; it never blocks.
func (e *errand) want(run func()) {
	if e.state.Swap(wanted) == idle {
		go e.work(run)
	}
}

func (e *errand) work(run func()) {
	for {
		e.state.Store(running)
		if !guard(run) {
			time.AfterFunc(retry, func() { e.want(run) })
		}
		if e.state.CompareAndSwap(running, idle) {
			return
		}
	}
}

// guard keeps a panic from ending the program; false: there was one.
func guard(run func()) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			ok = false
			slog.Error("panic behind a socket", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	run()
	return true
}

// hold keeps it from being run until release: what is wanted meanwhile is run then.
func (e *errand) hold() { e.state.Store(running) }

func (e *errand) release(run func()) {
	if !e.state.CompareAndSwap(running, idle) {
		go e.work(run)
	}
}
