package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"linli/server/live"
	"linli/server/viewer"
)

// conn is one socket. One goroutine reads it; whatever has something to say writes to it, and nothing waits in between.
type conn struct {
	site   *Site
	ws     *websocket.Conn
	line   *line
	from   origin
	ctx    context.Context
	cancel context.CancelFunc

	messages *rate.Limiter // nil: any number
	slot     int           // when it is looked after
	heard    atomic.Int64  // when the other end was, in ns
	checked  atomic.Int64  // when its session was, in ns
	closing  atomic.Bool
	renewal  errand
	writing  sync.Mutex // one write at a time; and what operations have seen

	mu        sync.Mutex // what follows
	token     string     // of the cookie, until connection_init brings another
	began     bool       // connection_init has come
	acked     bool
	introduce *time.Timer
	viewer    *viewer.Viewer
	rights    *live.Watch
	page      string // the session told to Pages
	running   []*operation
}

func newConn(s *Site, from origin, token string) *conn {
	c := &conn{site: s, from: from, token: token}
	if s.Limits {
		c.messages = rate.NewLimiter(messageRate, messageBurst)
	}
	c.ctx, c.cancel = context.WithCancel(context.Background()) // not the request's: that ends with the handler
	return c
}

func (c *conn) waits() *waits { return &c.site.sockets.waits }

func (c *conn) start(ws *websocket.Conn, l *line, speaks bool) {
	l.patience, l.linger = c.waits().write, c.waits().linger
	l.stuck, l.caught = func() { c.shut(closeTooSlow, "Reads too slowly") }, c.caughtUp
	ws.SetReadLimit(mostBody)
	ws.SetPongHandler(func(string) error { c.hear(); return nil })
	ping := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		if c.hear(); !c.mayTalk() {
			return errTalksTooMuch
		}
		return ping(data)
	})
	c.writing.Lock()
	c.ws, c.line = ws, l
	drained := c.closing.Swap(false)
	c.writing.Unlock()
	c.hear()
	switch {
	case drained:
		c.shut(websocket.CloseServiceRestart, reasonRestart)
	case !speaks:
		c.shut(closeProtocol, "Subprotocol not acceptable")
	}
	c.mu.Lock()
	c.introduce = time.AfterFunc(c.waits().introduce, func() { c.shut(closeInitTimeout, "Connection initialisation timeout") })
	c.mu.Unlock()
	go c.read()
}

var errTalksTooMuch = errors.New("too many messages")

func (c *conn) mayTalk() bool { return c.messages == nil || c.messages.Allow() }

// hear notes that the other end is there.
func (c *conn) hear() { c.heard.Store(time.Now().UnixNano()) }

// read waits for messages until the socket ends; once it is closing they are thrown away, so that the other end gets to
// read why. They are taken elsewhere: this goroutine waits for as long as the socket lives, and its stack stays small.
func (c *conn) read() {
	defer c.end()
	more := make(chan bool)
	for c.line.await() == nil {
		go func() { more <- c.take() }()
		if !<-more {
			return
		}
	}
}

// take takes what has come; false: the socket has ended.
func (c *conn) take() bool {
	for {
		if c.line.pong() {
			c.hear()
		} else if !c.message() {
			return false
		}
		if c.line.in.Buffered() == 0 {
			return true
		}
	}
}

// message takes one message.
func (c *conn) message() bool {
	kind, raw, err := c.ws.ReadMessage()
	if errors.Is(err, errTalksTooMuch) {
		c.shut(closeTooMany, "Too many messages")
	}
	if err != nil {
		return false
	}
	c.hear()
	switch {
	case c.closing.Load():
	case !c.mayTalk():
		c.shut(closeTooMany, "Too many messages")
	default:
		if bad := c.guarded(kind, raw); bad != nil {
			c.shut(bad.code, bad.reason)
		}
	}
	return true
}

// guarded handles one message; a panic ends the socket and nothing else.
func (c *conn) guarded(kind int, raw []byte) (bad *breach) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic on a socket", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			bad = &breach{websocket.CloseInternalServerErr, "Internal server error"}
		}
	}()
	return c.handle(kind, raw)
}

// end frees what the socket held.
func (c *conn) end() {
	c.closing.Store(true)
	c.cancel()
	_ = c.ws.Close()
	c.mu.Lock()
	c.introduced()
	page, rights, operations := c.page, c.rights, c.running
	c.running = nil
	c.mu.Unlock()
	for _, op := range operations {
		op.end()
	}
	if rights != nil {
		rights.Close()
	}
	if page != "" {
		c.site.Pages.Closed(page)
	}
	c.site.sockets.remove(c)
}

// introduced ends the wait for connection_init; the socket's mu is held.
func (c *conn) introduced() {
	if c.introduce != nil {
		c.introduce.Stop()
		c.introduce = nil
	}
}

// shut says why and closes; only the first time counts. The reader ends the socket when the other end has answered, or
// soon after.
func (c *conn) shut(code int, reason string) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.closing.Swap(true) || c.ws == nil { // the handshake is under way: start says it
		return
	}
	_ = c.ws.SetReadDeadline(time.Now().Add(c.waits().linger))
	c.cancel()
	message := websocket.FormatCloseMessage(code, reason)
	if c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(c.waits().linger)) != nil {
		_ = c.ws.Close()
	}
}
