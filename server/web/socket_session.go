package web

import (
	"encoding/json"
	"log/slog"
	"reflect"
	"time"

	"github.com/gorilla/websocket"

	"linli/server/live"
	"linli/server/viewer"
)

// begin answers connection_init: whose socket it is. A bad token in the payload closes it; a cookie that is no longer
// good only makes an anonymous one, since browsers send it unasked.
func (c *conn) begin(payload json.RawMessage) *breach {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.began {
		return &breach{closeTooMany, "Too many initialisation requests"}
	}
	c.began = true
	var p map[string]any
	_ = json.Unmarshal(payload, &p) // it is an object or nothing
	strict := false
	for _, key := range []string{"authorization", "Authorization"} {
		if value, ok := p[key]; ok && value != nil {
			text, _ := value.(string)
			c.token, strict = "", true
			c.token, _ = bearer(text)
		}
	}
	v, err := c.site.identify(c.ctx, c.token, c.from)
	switch {
	case err != nil:
		slog.Error("no viewer for a socket", "err", err)
		return &breach{websocket.CloseTryAgainLater, reasonTryAgain}
	case strict && !v.SignedIn():
		return &breach{closeForbidden, "Forbidden"}
	}
	c.viewer, c.acked = v, true
	if v.SignedIn() && c.site.Pages != nil {
		c.page = v.SessionID
		c.site.Pages.Opened(c.page)
	}
	close(c.known)
	c.send(message{Type: "connection_ack"}, nil)
	return nil
}

// keep looks after the socket: the time to introduce itself, pings, and the end or change of what its viewer may.
func (c *conn) keep() {
	introduce := time.NewTimer(c.waits.introduce)
	defer introduce.Stop()
	select {
	case <-c.known:
	case <-introduce.C:
		c.shut(closeInitTimeout, "Connection initialisation timeout")
		return
	case <-c.ctx.Done():
		return
	}
	wake, again := make(<-chan struct{}), time.NewTimer(0) // once at once: it may have changed before the watch began
	defer again.Stop()
	if v := c.who(); v.SignedIn() {
		w := c.site.Hub.Watch(live.Session(v.SessionID), live.Rights(v.PersonID))
		defer w.Close()
		wake = w.C
	} else {
		again.Stop()
	}
	pings := time.NewTicker(c.waits.ping)
	defer pings.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-wake:
			again.Reset(c.renew())
		case <-again.C:
			again.Reset(c.renew())
		case <-pings.C:
			_ = c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.waits.write))
		}
	}
}

// renew reads the viewer's rights anew. The session's end closes the socket; other rights begin its subscriptions anew,
// each with a fresh first message or the error that it now gets. It answers when to look again.
func (c *conn) renew() time.Duration {
	before := c.who()
	now, err := c.site.identify(c.ctx, c.tokenNow(), c.from)
	switch {
	case err != nil:
		return time.Second
	case !now.SignedIn():
		c.shut(closeForbidden, "Forbidden")
		return c.waits.recheck
	case reflect.DeepEqual(now, before):
		return c.waits.recheck
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.viewer = now
	for _, op := range c.running {
		op.again()
	}
	return c.waits.recheck
}

func (c *conn) who() *viewer.Viewer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.viewer
}

func (c *conn) tokenNow() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.token
}
