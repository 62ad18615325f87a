package web

import (
	"time"

	"github.com/gorilla/websocket"
)

// slots spread the care for the sockets over the time between two pings.
const slots = 16

// keep looks after all sockets, one slot after the other, as long as there are any: pings, the silent, and sessions that nobody
// has looked at for long.
func (k *sockets) keep() {
	tick := time.NewTicker(k.waits.ping / slots)
	defer tick.Stop()
	for slot := 0; ; slot = (slot + 1) % slots {
		<-tick.C
		some, ok := k.in(slot)
		if !ok {
			return
		}
		for _, c := range some {
			c.keep(time.Now())
		}
	}
}

// in are the sockets of a slot; false: there is none at all, and whoever opens the next looks after it.
func (k *sockets) in(slot int) ([]*conn, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	some := make([]*conn, 0, len(k.open[slot]))
	for c := range k.open[slot] {
		some = append(some, c)
	}
	if k.count == 0 {
		k.kept = false
	}
	return some, k.kept
}

// keep looks after one socket.
func (c *conn) keep(now time.Time) {
	heard := c.heard.Load()
	switch {
	case heard == 0 || c.closing.Load(): // not yet, or no more
	case now.Sub(time.Unix(0, heard)) > c.waits().silent:
		c.closing.Store(true)
		_ = c.ws.Close() // nobody is there to be told; the reader cleans up
	default:
		_ = c.ws.WriteControl(websocket.PingMessage, nil, now.Add(c.waits().write))
		if checked := c.checked.Load(); checked != 0 && now.Sub(time.Unix(0, checked)) > c.recheck() {
			c.renewal.want(c.renew)
		}
	}
}

// recheck is how long nobody need look at whose socket it is: what ends a session is told at once, but a door device runs out.
func (c *conn) recheck() time.Duration {
	if v, _ := c.who(); v != nil && v.Door != nil {
		return c.waits().ping
	}
	return c.waits().recheck
}
