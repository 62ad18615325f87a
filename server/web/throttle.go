package web

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"linli/server/fault"
	"linli/server/throttle"
)

// throttles count requests. Forty phones behind one WiFi are one address, so whoever is signed in and every door device is
// counted by itself, and the address bounds only what nobody's phones do. Off, they are all nil and refuse nothing.
type throttles struct {
	people, addresses, strangers, sockets *throttle.Limiter
}

func newThrottles(on bool) throttles {
	if !on {
		return throttles{}
	}
	return throttles{
		people:    throttle.New(300, 15*time.Second, time.Now),
		addresses: throttle.New(4_000, 20*time.Second, time.Now),
		strangers: throttle.New(1_500, 30*time.Second, time.Now), // not signed in
		sockets:   throttle.New(1_000, 10*time.Second, time.Now), // new ones
	}
}

// mostSockets is how many an address may have open: a whole community may sit behind one.
const mostSockets = 1_000

// wait is how long a refusal asks to wait.
func wait(err error) time.Duration {
	var f *fault.Error
	if errors.As(err, &f) && f.RetryAfter > 0 {
		return f.RetryAfter
	}
	return time.Second
}

func retryAfter(w http.ResponseWriter, d time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(d.Seconds()))))
}

// tooMany answers a plain route or a handshake.
func tooMany(w http.ResponseWriter, err error) {
	retryAfter(w, wait(err))
	plain(w, http.StatusTooManyRequests, "Too many requests; please wait a moment.\n")
}
