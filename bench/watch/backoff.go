package watch

import (
	"math/rand/v2"
	"time"
)

// Backoff is how long a phone waits before it tries again: at random up to a bound that doubles with each failure and ends at
// the longest, so that those who were cut off together do not come back together; and at least so long once an attempt has
// failed.
type Backoff struct {
	First, Least, Longest time.Duration
}

// Phones wait as the app does: pwa/src/api/client/socket/backoff.ts. What a refusal says in Retry-After is nothing to them, for
// browsers do not tell it of a websocket.
var Phones = &Backoff{First: 2 * time.Second, Least: 250 * time.Millisecond, Longest: 10 * time.Second}

// busy are the codes with which a server that is there says that it has no room; the app waits then as after a failure.
var busy = map[int]bool{1013: true, 4429: true}

func (b *Backoff) wait(failures int) time.Duration {
	most, least := b.Longest, time.Duration(0)
	if failures < 16 {
		most = min(most, b.First<<failures)
	}
	if failures > 0 {
		least = b.Least
	}
	return least + rand.N(most-least)
}
