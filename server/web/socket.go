package web

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// protocol is the only one spoken, exactly as github.com/enisdenjo/graphql-ws describes it.
const protocol = "graphql-transport-ws"

// waits are how long a socket is patient.
type waits struct {
	introduce time.Duration // for connection_init
	write     time.Duration // for a phone that is behind to read anything at all
	ping      time.Duration // between pings, which keep proxies from closing
	silent    time.Duration // without a word, not even a pong
	linger    time.Duration // for the other end to read why it is closed
	recheck   time.Duration // between looks at the session that nothing asked for
}

var usualWaits = waits{introduce: 5 * time.Second, write: 5 * time.Second, ping: 25 * time.Second, silent: 55 * time.Second, linger: time.Second, recheck: 10 * time.Minute}

const (
	mostOperationsOpen            = 50 // on one socket; the app needs some 25
	messageRate, messageBurst     = 20, 200
	closeProtocol                 = 4406
	closeBadRequest               = 4400
	closeUnauthorized             = 4401
	closeForbidden                = 4403
	closeInitTimeout              = 4408
	closeSubscriberExists         = 4409
	closeTooMany                  = 4429
	closeTooSlow                  = 4430
	reasonRestart, reasonTryAgain = "Service restart", "Try again later"
)

// sockets knows every open socket: to count them by address, and to close them when the program ends.
type sockets struct {
	site     *Site
	upgrader websocket.Upgrader
	waits    waits

	mu        sync.Mutex
	open      [slots]map[*conn]struct{} // by when they are looked after
	count     int
	next      int
	kept      bool // somebody looks after them
	byAddress map[string]int
	draining  bool
	empty     *sync.Cond
}

func newSockets(s *Site) *sockets {
	k := &sockets{site: s, waits: usualWaits, byAddress: map[string]int{}}
	k.empty = sync.NewCond(&k.mu)
	for i := range k.open {
		k.open[i] = map[*conn]struct{}{}
	}
	k.upgrader = websocket.Upgrader{
		HandshakeTimeout: 5 * time.Second, WriteBufferSize: 1_024, // the line has a buffer for reading
		 WriteBufferPool: &sync.Pool{},
		Subprotocols: []string{protocol}, CheckOrigin: s.allows,
		Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) {
			plain(w, status, http.StatusText(status)+"\n")
		},
	}
	return k
}

// accept upgrades a request to a socket and leaves: what follows runs in the socket's own goroutines, so that the
// request's memory is free.
func (k *sockets) accept(w http.ResponseWriter, r *http.Request) {
	from := k.site.origin(r)
	if err := k.site.limits.sockets.Take(from.address); err != nil {
		tooMany(w, err)
		return
	}
	c := newConn(k.site, from, k.site.cookieToken(r))
	if status := k.add(c); status != 0 {
		retryAfter(w, comeLater+rand.N(2*comeLater))
		plain(w, status, http.StatusText(status)+"\n")
		return
	}
	taken := &lined{ResponseWriter: w}
	ws, err := k.upgrader.Upgrade(taken, r, nil)
	if err != nil { // it has been answered
		c.cancel()
		k.remove(c)
		return
	}
	c.start(ws, taken.line, slices.Contains(websocket.Subprotocols(r), protocol))
}

// add counts the socket in, or answers the HTTP status with which it is refused.
func (k *sockets) add(c *conn) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.draining, k.site.turns.crowded():
		return http.StatusServiceUnavailable
	case k.site.Limits && k.byAddress[c.from.address] >= mostSockets:
		return http.StatusTooManyRequests
	}
	c.slot = k.next
	k.next = (k.next + 1) % slots
	k.open[c.slot][c] = struct{}{}
	k.count++
	k.byAddress[c.from.address]++
	if !k.kept {
		k.kept = true
		go k.keep()
	}
	return 0
}

func (k *sockets) remove(c *conn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.open[c.slot], c)
	k.count--
	if k.byAddress[c.from.address]--; k.byAddress[c.from.address] <= 0 {
		delete(k.byAddress, c.from.address)
	}
	if k.count == 0 {
		k.empty.Broadcast()
	}
}

func (k *sockets) number() uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return uint64(k.count)
}

// drain tells every socket that the service restarts, refuses new ones, and waits until all have gone or ctx ends.
func (k *sockets) drain(ctx context.Context) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.draining = true
	for _, open := range k.open {
		for c := range open {
			go c.shut(websocket.CloseServiceRestart, reasonRestart)
		}
	}
	stop := context.AfterFunc(ctx, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.empty.Broadcast()
	})
	defer stop()
	for k.count > 0 && ctx.Err() == nil {
		k.empty.Wait()
	}
}
