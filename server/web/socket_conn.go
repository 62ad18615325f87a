package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"linli/server/viewer"
)

// conn is one socket. Two goroutines serve it, read and keep; each operation has one more.
type conn struct {
	site   *Site
	ws     *websocket.Conn
	from   origin
	waits  waits
	ctx    context.Context
	cancel context.CancelFunc

	messages *rate.Limiter
	page     string // the session told to Pages; the reader's
	closing  atomic.Bool
	writing  sync.Mutex // one write at a time
	reading  sync.Mutex // the read deadline

	mu      sync.Mutex // what follows
	token   string     // of the cookie, until connection_init brings another
	began   bool       // connection_init has come
	acked   bool
	viewer  *viewer.Viewer
	running map[string]*operation
	known   chan struct{} // closed with the acknowledgement
}

func newConn(s *Site, from origin, token string) *conn {
	c := &conn{site: s, from: from, waits: s.sockets.waits, token: token, running: map[string]*operation{}, known: make(chan struct{}), messages: rate.NewLimiter(messageRate, messageBurst)}
	c.ctx, c.cancel = context.WithCancel(context.Background()) // not the request's: that ends with the handler
	return c
}

func (c *conn) start(ws *websocket.Conn, speaks bool) {
	c.ws = ws
	ws.SetReadLimit(mostBody)
	ws.SetPongHandler(func(string) error { c.heard(); return nil })
	ping := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		if c.heard(); !c.mayTalk() {
			return errTalksTooMuch
		}
		return ping(data)
	})
	c.heard()
	if !speaks {
		c.shut(closeProtocol, "Subprotocol not acceptable")
	}
	go c.read()
	go c.keep()
}

var errTalksTooMuch = errors.New("too many messages")

func (c *conn) mayTalk() bool { return !c.site.Limits || c.messages.Allow() }

// read takes messages until the socket ends; once it is closing they are thrown away, so that the other end gets to read
// why.
func (c *conn) read() {
	defer c.end()
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic on a socket", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	for {
		kind, raw, err := c.ws.ReadMessage()
		if errors.Is(err, errTalksTooMuch) {
			c.shut(closeTooMany, "Too many messages")
		}
		if err != nil {
			return
		}
		if c.closing.Load() {
			continue
		}
		c.heard()
		if !c.mayTalk() {
			c.shut(closeTooMany, "Too many messages")
			continue
		}
		if bad := c.handle(kind, raw); bad != nil {
			c.shut(bad.code, bad.reason)
		}
	}
}

// end frees what the socket held; its operations end with its context.
func (c *conn) end() {
	c.closing.Store(true)
	c.cancel()
	_ = c.ws.Close()
	if c.page != "" {
		c.site.Pages.Closed(c.page)
	}
	c.site.sockets.remove(c)
}

// heard moves the deadline on: the other end is there.
func (c *conn) heard() {
	c.reading.Lock()
	defer c.reading.Unlock()
	if !c.closing.Load() {
		_ = c.ws.SetReadDeadline(time.Now().Add(c.waits.silent))
	}
}

// shut says why and closes; only the first time counts. The reader ends the socket when the other end has answered, or
// soon after.
func (c *conn) shut(code int, reason string) {
	c.reading.Lock()
	if c.closing.Swap(true) {
		c.reading.Unlock()
		return
	}
	_ = c.ws.SetReadDeadline(time.Now().Add(c.waits.linger))
	c.reading.Unlock()
	c.cancel()
	message := websocket.FormatCloseMessage(code, reason)
	if c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(c.waits.linger)) != nil {
		_ = c.ws.Close()
	}
}

// send writes one message; unless says, at the moment of writing, that nobody wants it any more.
func (c *conn) send(m message, unless func() bool) {
	raw, err := json.Marshal(m)
	if err != nil {
		slog.Error("a message could not be written", "err", err)
		return
	}
	c.write(raw, unless)
}

func (c *conn) write(raw []byte, unless func() bool) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.closing.Load() || unless != nil && unless() {
		return
	}
	_ = c.ws.SetWriteDeadline(time.Now().Add(c.waits.write))
	if c.ws.WriteMessage(websocket.TextMessage, raw) != nil {
		c.closing.Store(true)
		_ = c.ws.Close() // who cannot keep up is dropped; the reader cleans up
	}
}
