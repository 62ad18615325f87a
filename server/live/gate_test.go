package live_test

import (
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// gate stands between a program and a server, and passes nothing on while it is shut, as a network does that has gone dead
// without a word.
type gate struct {
	address, network, to string
	mu                   sync.Mutex
	moved                *sync.Cond
	shut, over           bool
	stuck                int // connections up to this number never pass anything again
	served               int
}

func newGate(tb testing.TB, network, to string) *gate {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	g := &gate{address: l.Addr().String(), network: network, to: to}
	g.moved = sync.NewCond(&g.mu)
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			go g.serve(from)
		}
	}()
	tb.Cleanup(func() {
		_ = l.Close()
		g.turn(func() { g.over = true })
	})
	return g
}

// before is a gate in front of PostgreSQL, and the address behind it.
func before(tb testing.TB, address string) (*gate, string) {
	tb.Helper()
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	query := u.Query()
	network, to := "tcp", u.Host
	if folder := query.Get("host"); strings.HasPrefix(folder, "/") {
		network, to = "unix", folder+"/.s.PGSQL.5432"
		query.Del("host")
	}
	g := newGate(tb, network, to)
	u.Host, u.RawQuery = g.address, query.Encode()
	return g, u.String()
}

func (g *gate) turn(how func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	how()
	g.moved.Broadcast()
}

func (g *gate) close() { g.turn(func() { g.shut = true }) }
func (g *gate) open()  { g.turn(func() { g.shut = false }) }

// strand leaves the present connections dead; new ones pass.
func (g *gate) strand() { g.turn(func() { g.stuck = g.served }) }

// pass waits until the connection may pass something on; false: never.
func (g *gate) pass(number int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for (g.shut || number <= g.stuck) && !g.over {
		g.moved.Wait()
	}
	return !g.over
}

func (g *gate) serve(from net.Conn) {
	defer func() { _ = from.Close() }()
	number := 0
	g.turn(func() { g.served++; number = g.served })
	server, err := net.Dial(g.network, g.to)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go g.copy(from, server, number)
	g.copy(server, from, number)
}

func (g *gate) copy(to, from net.Conn, number int) {
	defer func() { _ = to.Close() }()
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		if !g.pass(number) {
			return
		}
		if _, failed := to.Write(piece[:n]); failed != nil || err != nil {
			return
		}
	}
}
