package live

import (
	"context"
	"net"
	"sync"
	"time"
)

// line dials the listener's connection and keeps hold of it, so that one that does not answer can be cut.
type line struct {
	patience time.Duration
	mu       sync.Mutex
	now      net.Conn
}

// DialContext connects and gives the other end a while to introduce itself.
func (l *line) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: l.patience}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = conn
	return conn, conn.SetDeadline(time.Now().Add(l.patience))
}

// Dial is DialContext for whoever has no context.
func (l *line) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

// DialTimeout is Dial: the line has a patience of its own.
func (l *line) DialTimeout(network, address string, _ time.Duration) (net.Conn, error) {
	return l.Dial(network, address)
}

// introduced lifts the deadline: from here on the connection may be silent for as long as it likes.
func (l *line) introduced() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.now.SetDeadline(time.Time{}) // fails on a connection that has gone again, which shows itself
}

// cut ends the connection.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.now != nil {
		_ = l.now.Close()
	}
}
