package web

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// line is the connection beneath a socket. Writing to it never blocks: what the other end does not take at once is kept and
// sent as it does, so that a phone that reads slowly, or not at all, holds up nobody else.
type line struct {
	net.Conn
	in  *bufio.Reader
	raw syscall.RawConn
	put func(fd uintptr) bool // puts what is in out on the wire, without waiting

	behind           atomic.Bool // something is kept
	patience, linger time.Duration
	stuck, caught    func() // called when it does not move, and when nothing is kept any more

	mu   sync.Mutex
	out  []byte
	n    int
	err  error // what is wrong with the connection; it stays
	kept []byte
}

const (
	// mostKept is how much is kept for a phone that does not read.
	mostKept = 1 << 20
	// onTheWay is how much the operating system keeps for each socket: more would only grow old there.
	onTheWay = 32 << 10
	// incoming is the buffer for what comes; messages of a phone are short.
	incoming = 512
	// piece is what is sent at a time to a phone that is behind: one that takes that much is not stuck.
	piece = 4 << 10
)

var errReadsTooSlowly = errors.New("too much is kept for a socket that does not read")

func newLine(c net.Conn) (*line, error) {
	s, ok := c.(syscall.Conn)
	if !ok {
		return nil, errors.New("not a connection of the operating system")
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return nil, err
	}
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetWriteBuffer(onTheWay) // without it, only more grows old
	}
	l := &line{Conn: c, raw: raw}
	l.in = bufio.NewReaderSize(l, incoming)
	l.put = func(fd uintptr) bool {
		l.n, l.err = tryWrite(fd, l.out)
		return true
	}
	return l, nil
}

// await waits until there is something to read, without a buffer and on a small stack. It fails when the connection is
// closed, and when the time for reading is over.
func (l *line) await() error { return l.raw.Read(readable) }

// pong takes the answer to a ping, if that is what comes next. A library that reads it waits for a message after it, and a
// socket that only answers pings would cost a second goroutine for as long as it lives.
func (l *line) pong() bool {
	head, err := l.in.Peek(2)
	if err != nil || head[0] != 0x8a || head[1] < 0x80 || head[1] > 0x80+125 { // whole, masked and short, as the protocol asks of a control frame
		return false
	}
	n, err := l.in.Discard(2 + 4 + int(head[1]-0x80))
	return err == nil && n > 0
}

// Write sends what the other end takes at once and keeps the rest. It fails when the connection is broken, or with too much
// kept.
func (l *line) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.err != nil:
		return 0, l.err
	case l.behind.Load():
		if len(l.kept)+len(b) > mostKept {
			return 0, errReadsTooSlowly
		}
		l.kept = append(l.kept, b...)
		return len(b), nil
	}
	l.out, l.n = b, 0
	err := l.raw.Write(l.put)
	l.out = nil
	if l.err == nil && err != nil {
		l.err = err
	}
	if l.err != nil {
		return 0, l.err
	}
	if l.n < len(b) {
		l.kept = append([]byte(nil), b[l.n:]...)
		l.behind.Store(true)
		go l.catchUp()
	}
	return len(b), nil
}

// catchUp sends what is kept as fast as the other end reads. Where nothing moves for as long as it is patient it says so
// once, and gives the last word as long to get out before it gives up.
func (l *line) catchUp() {
	patience := l.patience
	for {
		b, ok := l.next()
		if !ok {
			return
		}
		for len(b) > 0 {
			_ = l.Conn.SetWriteDeadline(time.Now().Add(patience))
			n, err := l.Conn.Write(b[:min(len(b), piece)])
			b = b[n:]
			switch {
			case err == nil:
			case errors.Is(err, os.ErrDeadlineExceeded) && patience == l.patience && l.patience != l.linger:
				patience = l.linger
				l.stuck()
			default:
				l.fail(err)
				b = nil
			}
		}
	}
}

// next takes what is kept; false: nothing is, or the connection is broken.
func (l *line) next() ([]byte, bool) {
	l.mu.Lock()
	b, broken := l.kept, l.err != nil
	l.kept = nil
	if len(b) > 0 && !broken {
		l.mu.Unlock()
		return b, true
	}
	_ = l.Conn.SetWriteDeadline(time.Time{}) // an old one would end what is written later
	l.behind.Store(false)
	l.mu.Unlock()
	if !broken {
		l.caught()
	}
	return nil, false
}

// fail notes that the connection is broken and closes it, so that its reader ends.
func (l *line) fail(err error) {
	l.mu.Lock()
	l.err = err
	l.mu.Unlock()
	_ = l.Close()
}

// SetWriteDeadline does nothing: no write waits. Who looks after the socket closes one that is behind and does not move.
func (l *line) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline is SetReadDeadline, for the same reason.
func (l *line) SetDeadline(t time.Time) error { return l.SetReadDeadline(t) }

// lined is a response whose connection becomes a line when it is taken over.
type lined struct {
	http.ResponseWriter
	line *line
}

func (w *lined) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if w.line, err = newLine(c); err != nil {
		_ = c.Close()
		return nil, nil, err
	}
	return w.line, bufio.NewReadWriter(w.line.in, rw.Writer), nil
}
