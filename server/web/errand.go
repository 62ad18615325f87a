package web

import "sync/atomic"

// errand is something to be done in a goroutine of its own whenever it is wanted: once at a time, and once more for all
// wishes that came meanwhile. The zero value is ready.
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
		run()
		if e.state.CompareAndSwap(running, idle) {
			return
		}
	}
}

// hold keeps it from being run until release: what is wanted meanwhile is run then.
func (e *errand) hold() { e.state.Store(running) }

func (e *errand) release(run func()) {
	if !e.state.CompareAndSwap(running, idle) {
		go e.work(run)
	}
}
