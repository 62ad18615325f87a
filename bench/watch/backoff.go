package watch

import (
	"math/rand/v2"
	"time"
)

// Backoff is how long a phone waits before it tries again: full jitter, at random up to a bound that doubles with each try
// and ends at the longest, so that those who were cut off together do not come back together. What the server asks for in
// Retry-After comes on top.
type Backoff struct {
	First, Longest time.Duration
}

// Phones wait as the app does.
var Phones = &Backoff{First: 2 * time.Second, Longest: 30 * time.Second}

func (b *Backoff) wait(tries int, asked time.Duration) time.Duration {
	most := b.Longest
	if tries < 16 {
		most = min(most, b.First<<tries)
	}
	return asked + rand.N(most)
}
