// Package throttle bounds how often one person or address may do something.
package throttle

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"linli/server/fault"
)

// most is how many keys a limiter remembers; past it the one not seen for longest is forgotten.
const most = 50_000

// Limiter lets each key do something so many times in a span of time: as many at once, and as they are used up one more
// each n-th part of the span, so that any span sees at most twice as many. It counts in this process only.
type Limiter struct {
	now   func() time.Time
	limit rate.Limit
	burst int

	mu   sync.Mutex
	keys *simplelru.LRU[string, *rate.Limiter]
}

// New lets each key act n times per span, by this clock.
func New(n int, span time.Duration, now func() time.Time) *Limiter {
	keys, _ := simplelru.NewLRU[string, *rate.Limiter](most, nil) // fails only for a size below 1
	return &Limiter{now: now, limit: rate.Every(span / time.Duration(n)), burst: n, keys: keys}
}

// Take counts one act of the key. It answers RATE_LIMITED, with the time until the next is allowed in whole seconds,
// when there were too many; refused acts do not count. A nil limiter and an empty key are never refused.
func (l *Limiter) Take(key string) error {
	if l == nil || key == "" {
		return nil
	}
	now := l.now()
	l.mu.Lock()
	bucket, ok := l.keys.Get(key)
	if !ok {
		bucket = rate.NewLimiter(l.limit, l.burst)
		l.keys.Add(key, bucket)
	}
	l.mu.Unlock()
	turn := bucket.ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	turn.CancelAt(now)
	return Refuse(wait)
}

// Refuse is RATE_LIMITED with the time to wait, in whole seconds, at least one.
func Refuse(wait time.Duration) error {
	refused := fault.New(fault.RateLimited, "Too many at once. Please try again later.")
	refused.RetryAfter = max((wait + time.Second - 1).Truncate(time.Second), time.Second)
	return refused
}
