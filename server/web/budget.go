package web

import (
	"runtime"
	"sync"
	"time"
)

// budget keeps live counts from taking the machine from those who change them: in the long run they may use share of its
// processors, and at once what was saved up in the burst, which is a second of all of them. Whoever has spent more waits, and
// merges meanwhile what changes.
type budget struct {
	mu   sync.Mutex
	free time.Time // when all that was spent will have been earned
}

const (
	share = 0.25
	burst = 4 * time.Second
)

// spend counts work that took so much time of processors, and returns how long to wait before more.
func (b *budget) spend(took time.Duration, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.free.Before(now) {
		b.free = now
	}
	b.free = b.free.Add(time.Duration(float64(took) / (share * float64(runtime.GOMAXPROCS(0)))))
	return max(0, b.free.Sub(now)-burst)
}
