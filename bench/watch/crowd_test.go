package watch

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// origin is a server that tells everybody a number when they come, and the next ones when it is told to.
type origin struct {
	*testing.T
	address string
	server  *http.Server

	mu     sync.Mutex
	conns  map[*websocket.Conn]bool // whether it said goodbye
	newest int
	words  map[string]int // what the phones said
	left   chan struct{}
	pongs  chan struct{}
}

func serve(t *testing.T, address string) *origin {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	o := &origin{T: t, address: l.Addr().String(), conns: map[*websocket.Conn]bool{}, newest: 1, words: map[string]int{}, left: make(chan struct{}, 1_000), pongs: make(chan struct{}, 1_000)}
	o.server = &http.Server{Handler: http.HandlerFunc(o.accept)}
	go func() { _ = o.server.Serve(l) }()
	t.Cleanup(o.stop)
	return o
}

func (o *origin) accept(w http.ResponseWriter, r *http.Request) {
	u := websocket.Upgrader{Subprotocols: []string{"graphql-transport-ws"}}
	conn, err := u.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	conn.SetPongHandler(func(string) error { o.pongs <- struct{}{}; return nil })
	defer func() { o.left <- struct{}{} }()
	defer func() { _ = conn.Close() }()
	for {
		_, raw, err := conn.ReadMessage()
		o.mu.Lock()
		if err != nil {
			o.words[map[bool]string{true: "goodbye", false: "gone"}[websocket.IsCloseError(err, websocket.CloseNormalClosure)]]++
			delete(o.conns, conn)
			o.mu.Unlock()
			return
		}
		var said struct{ Type string }
		_ = json.Unmarshal(raw, &said)
		o.words[said.Type]++
		switch said.Type {
		case "connection_init":
			_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"connection_ack"}`))
		case "subscribe":
			o.conns[conn] = true
			o.send(conn)
		}
		o.mu.Unlock()
	}
}

func (o *origin) send(conn *websocket.Conn) {
	_ = conn.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"id":"1","type":"next","payload":{"confirmed":%d}}`, o.newest))
}

// publish tells everybody the next number, with a ping between.
func (o *origin) publish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.newest++
	for conn := range o.conns {
		_ = conn.WriteMessage(websocket.PingMessage, []byte("p"))
		o.send(conn)
	}
}

func (o *origin) stop() {
	_ = o.server.Close()
	o.mu.Lock()
	defer o.mu.Unlock()
	for conn := range o.conns {
		_ = conn.Close()
	}
}

func (o *origin) crowd(options Options) *Crowd {
	o.Helper()
	options.Address = o.address
	options.Dialect = Subscription{Path: "/", Query: "subscription{a}", Variables: func(int) string { return "{}" }, Mark: `"confirmed":`, ID: UUID}.Dialect()
	c, err := Gather(options)
	if err != nil {
		o.Fatal(err)
	}
	o.Cleanup(c.Close)
	return c
}

func (o *origin) stands(c *Crowd) {
	o.Helper()
	if err := c.Stand(10 * time.Second); err != nil {
		o.Fatal(err)
	}
}

func (o *origin) sees(c *Crowd, mark int64) {
	o.Helper()
	select {
	case <-c.Expect(func(int) int64 { return mark }):
	case <-time.After(10 * time.Second):
		o.Fatalf("%d have not seen %d: %v", c.Missing(), mark, c.Err())
	}
}

// all waits for so many.
func (o *origin) all(of <-chan struct{}, n int) {
	o.Helper()
	for i := range n {
		select {
		case <-of:
		case <-time.After(10 * time.Second):
			o.Fatalf("%d of %d", i, n)
		}
	}
}

func TestEverybodySeesEveryChange(t *testing.T) {
	o := serve(t, "127.0.0.1:0")
	c := o.crowd(Options{Size: 120, AtOnce: 7})
	o.stands(c)
	c.Record()
	at := c.Since(time.Now())
	for range 3 {
		o.publish()
	}
	o.sees(c, 4)
	delays := Delays(c.Recorded(), func(_ int32, mark int64) (time.Duration, bool) { return at, mark > 1 })
	if len(delays) != 3*120 || delays[0] <= 0 || c.Older() != 0 || c.Read() != 4*120 {
		t.Errorf("%d delays from %v, %d older, %d read", len(delays), delays[0], c.Older(), c.Read())
	}
	o.all(o.pongs, 3*120)
}

func TestWhoIsCutOffComesBack(t *testing.T) {
	o := serve(t, "127.0.0.1:0")
	c := o.crowd(Options{Size: 50, Backoff: &Backoff{First: 20 * time.Millisecond, Longest: 40 * time.Millisecond}})
	o.stands(c)
	o.publish()
	o.sees(c, 2)
	o.stop()
	if err := c.until(10*time.Second, func() bool { return c.Up() == 0 }); err != nil {
		t.Fatal(err)
	}
	if err := c.until(10*time.Second, func() bool { return c.Refused()[0] > 0 }); err != nil {
		t.Fatal(err)
	}
	o = serve(t, o.address)
	o.stands(c)
	if c.Older() != 50 { // this one has forgotten
		t.Errorf("%d were told less than before", c.Older())
	}
}

func TestWhoMayNotComeBackEndsTheCrowd(t *testing.T) {
	o := serve(t, "127.0.0.1:0")
	c := o.crowd(Options{Size: 5})
	o.stands(c)
	o.stop()
	if err := c.until(10*time.Second, func() bool { return false }); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("it ended with %v", err)
	}
}

func TestVisitsEnd(t *testing.T) {
	o := serve(t, "127.0.0.1:0")
	c := o.crowd(Options{Size: 4, Visits: 90})
	if err := c.Over(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	o.all(o.left, 90)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.words["connection_init"] != 90 || o.words["complete"] != 30 || o.words["goodbye"] != 60 || o.words["gone"] != 30 {
		t.Errorf("they said %v", o.words)
	}
}

func TestTheDeafAreNotWaitedFor(t *testing.T) {
	o := serve(t, "127.0.0.1:0")
	c := o.crowd(Options{Size: 10, Deaf: 3})
	o.stands(c)
	for mark := range int64(3) {
		o.publish()
		o.sees(c, mark+2)
	}
	if n := c.Read(); n != 10+3*7 {
		t.Errorf("%d messages were read", n)
	}
}
