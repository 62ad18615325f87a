package web

import (
	"runtime"
	"sync"
)

// manyReaders is from how many on a delivery uses all processors.
const manyReaders = 64

// deliver shows a state to everybody who follows, and returns how many processors that took.
func (s *stream) deliver(next *state) int {
	s.mu.Lock()
	if s.shared != "" {
		s.newest = next
	}
	all := append(s.round[:0], s.operations...)
	s.mu.Unlock()
	s.round = all
	defer clear(all) // who leaves is not held
	if len(all) < manyReaders {
		showAll(all, next)
		return 1
	}
	processors := runtime.GOMAXPROCS(0)
	var parts sync.WaitGroup
	for part := range processors {
		parts.Go(func() { showAll(all[len(all)*part/processors:len(all)*(part+1)/processors], next) })
	}
	parts.Wait()
	return processors
}

func showAll(operations []*operation, next *state) {
	for _, op := range operations {
		op.c.show(op, next)
	}
}
