package web

import (
	"encoding/json"
	"log/slog"
	"reflect"
	"slices"
	"time"

	"github.com/gorilla/websocket"

	"linli/server/live"
	"linli/server/viewer"
)

// begin answers connection_init.
func (c *conn) begin(payload json.RawMessage) *breach {
	bad := c.meet(payload)
	if bad == nil {
		c.send(message{Type: "connection_ack"}, nil)
	}
	return bad
}

// meet finds out whose socket it is. A bad token in the payload closes it, as that of a door device that has ended; a cookie that
// is no longer good only makes an anonymous one, since browsers send it unasked.
func (c *conn) meet(payload json.RawMessage) *breach {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.began {
		return &breach{closeTooMany, "Too many initialisation requests"}
	}
	c.began = true
	c.introduced()
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
	v, err := c.watched()
	switch {
	case err != nil:
		slog.Error("no viewer for a socket", "err", err)
		return &breach{websocket.CloseTryAgainLater, reasonTryAgain}
	case strict && v.Sender() == "" || v.Ended():
		return &breach{closeForbidden, "Forbidden"}
	}
	c.viewer, c.acked = v, true
	if v.SignedIn() && c.site.Pages != nil {
		c.page = v.SessionID
		c.site.Pages.Opened(c.page)
	}
	return nil
}

// watched tells whose socket it is, and has the end or change of what she may call renew from then on; the socket's mu is
// held. It looks twice, since something may have changed before the watch began.
func (c *conn) watched() (*viewer.Viewer, error) {
	c.site.turns.begin()
	defer c.site.turns.done()
	c.checked.Store(time.Now().UnixNano())
	v, err := c.site.identify(c.ctx, c.token, c.from)
	if err != nil || v.Sender() == "" {
		return v, err
	}
	topics := []string{live.Session(v.SessionID), live.Rights(v.PersonID)}
	if v.Door != nil {
		topics = []string{live.Device(v.Door.DeviceID)}
	}
	c.rights = c.site.Hub.Call(func() { c.renewal.want(c.renew) }, topics...)
	return c.site.identify(c.ctx, c.token, c.from)
}

// renew reads the viewer's rights anew. The end of the session or of the door device closes the socket; other rights begin its subscriptions anew,
// each with a fresh first message or the error that it now gets.
func (c *conn) renew() {
	c.checked.Store(time.Now().UnixNano())
	before, token := c.who()
	if before == nil || before.Sender() == "" || c.ctx.Err() != nil {
		return
	}
	c.site.looks.take()
	now, err := c.site.identify(c.ctx, token, c.from)
	c.site.looks.done()
	switch {
	case err != nil:
		time.AfterFunc(retry, func() { c.renewal.want(c.renew) })
		return
	case now.Sender() == "" || now.Ended():
		c.shut(closeForbidden, "Forbidden")
		return
	case reflect.DeepEqual(now, before):
		return
	}
	c.mu.Lock()
	c.viewer = now
	operations := slices.Clone(c.running)
	c.mu.Unlock()
	for _, op := range operations {
		op.again()
	}
}

func (c *conn) who() (*viewer.Viewer, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.viewer, c.token
}
