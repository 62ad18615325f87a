// The plainest fast broadcast on gorilla/websocket, to measure beside: one prepared message for everybody, written by as
// many goroutines as there are processors, each with its share of the connections. A connection is read by its handler, as
// in the library's examples, with the buffers that net/http has already made for it.
package main

import (
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"linli/bench/peers/feed"
)

// share is one writer's connections.
type share struct {
	mu    sync.Mutex
	conns map[*websocket.Conn]struct{}
	next  chan *websocket.PreparedMessage
}

var (
	shares   = make([]*share, runtime.GOMAXPROCS(0))
	entered  atomic.Int64
	newest   atomic.Pointer[websocket.PreparedMessage]
	upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
)

func main() {
	for i := range shares {
		shares[i] = &share{conns: map[*websocket.Conn]struct{}{}, next: make(chan *websocket.PreparedMessage, 1)}
		go shares[i].write()
	}
	newest.Store(prepare(feed.At(1)))
	feed.Serve(http.HandlerFunc(watch), func(c *feed.Counts) {
		message := prepare(c)
		newest.Store(message)
		for _, s := range shares {
			s.next <- message
		}
	})
}

// prepare makes the message that graphql-transport-ws would carry.
func prepare(c *feed.Counts) *websocket.PreparedMessage {
	raw := append([]byte(`{"id":"1","type":"next","payload":`), c.Data()...)
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, append(raw, '}'))
	if err != nil {
		panic(err)
	}
	return message
}

func watch(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := shares[int(entered.Add(1))%len(shares)]
	s.add(conn)
	defer s.remove(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (s *share) add(conn *websocket.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	send(conn, newest.Load())
	s.conns[conn] = struct{}{}
}

func (s *share) remove(conn *websocket.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	_ = conn.Close()
}

func (s *share) write() {
	for message := range s.next {
		s.mu.Lock()
		for conn := range s.conns {
			send(conn, message)
		}
		s.mu.Unlock()
	}
}

func send(conn *websocket.Conn, message *websocket.PreparedMessage) {
	_ = conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	if conn.WritePreparedMessage(message) != nil {
		_ = conn.Close() // the reader takes it out
	}
}
