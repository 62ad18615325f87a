// Package watch is a crowd of phones that watch: ten thousand sockets held by one thread over epoll, so that reading what a
// server sends costs as little as can be, and the same for every server.
package watch

import (
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Options say who watches what.
type Options struct {
	Address string // host:port of the server, an IPv4 address
	Size    int
	Dialect *Dialect
	AtOnce  int      // how many may be on their way in at a time, those not counted that come back; 0: 200
	Backoff *Backoff // nil: a socket that is lost ends the crowd with an error
	Visits  int      // 0: all stay; else each leaves as soon as it watches and comes again, until there were so many
	Deaf    int      // so many of the first stop reading once they watch, in a small window
}

// Crowd is what Gather answers. Close it.
type Crowd struct {
	Options
	epoll   int
	to      syscall.SockaddrInet4
	request []byte
	began   time.Time
	sockets []socket // the loop's; seen and wanted under mu
	buffer  []byte
	down    []int32 // waiting to connect
	dialled time.Duration
	coming  int // on their way in
	visits  int // begun
	leaves  int // begun to end
	closed  atomic.Bool
	ended   chan struct{}
	up      atomic.Int64
	left    atomic.Int64
	read    atomic.Int64

	mu        sync.Mutex // what follows
	err       error
	arrivals  []Arrival
	recording bool
	missing   int
	reached   chan struct{}
	size      int // bytes of the last marked message
	older     int
	refused   map[int]int // by status, 0 being a connection that was not accepted
	codes     map[int]int // of close frames
}

// Gather starts the sockets; Stand waits for them.
func Gather(o Options) (*Crowd, error) {
	address, err := netip.ParseAddrPort(o.Address)
	if err != nil {
		return nil, err
	}
	c := &Crowd{
		Options: o, to: syscall.SockaddrInet4{Port: int(address.Port()), Addr: address.Addr().As4()}, request: o.Dialect.request(o.Address),
		began: time.Now(), sockets: make([]socket, o.Size), buffer: make([]byte, 64<<10), ended: make(chan struct{}),
		refused: map[int]int{}, codes: map[int]int{},
	}
	if c.AtOnce == 0 {
		c.AtOnce = 200
	}
	if c.epoll, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	for i := range c.sockets {
		c.sockets[i].fd = -1
		c.down = append(c.down, int32(o.Size-1-i))
	}
	go c.run()
	return c, nil
}

// Close ends every socket without a word and waits until that is done.
func (c *Crowd) Close() {
	c.closed.Store(true)
	<-c.ended
}

// Since is when something happened, on the clock of the arrivals.
func (c *Crowd) Since(at time.Time) time.Duration { return at.Sub(c.began) }

// Up is how many watch now, Left how many visits are over, Read how many marked messages came.
func (c *Crowd) Up() int   { return int(c.up.Load()) }
func (c *Crowd) Left() int { return int(c.left.Load()) }
func (c *Crowd) Read() int { return int(c.read.Load()) }

// Stand waits until all watch, or says how many do.
func (c *Crowd) Stand(patience time.Duration) error {
	return c.until(patience, func() bool { return c.Up() == c.Size })
}

// Over waits until all visits are over.
func (c *Crowd) Over(patience time.Duration) error {
	return c.until(patience, func() bool { return c.Left() >= c.Visits })
}

func (c *Crowd) until(patience time.Duration, done func() bool) error {
	for late := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		switch err := c.Err(); {
		case err != nil:
			return err
		case done():
			return nil
		case time.Now().After(late):
			return fmt.Errorf("after %v: %d of %d sockets watch, %d visits are over, refused %v", patience, c.Up(), c.Size, c.Left(), c.Refused())
		}
	}
}

// Expect says which mark each socket shall see at least, the deaf left out. The answer is closed when all have.
func (c *Crowd) Expect(mark func(i int) int64) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.missing, c.reached = 0, make(chan struct{})
	for i := range c.sockets {
		s := &c.sockets[i]
		if s.wanted = mark(i); s.seen < s.wanted && i >= c.Deaf {
			c.missing++
		}
	}
	if c.missing == 0 {
		close(c.reached)
	}
	return c.reached
}

// Record begins to keep arrivals, anew.
func (c *Crowd) Record() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.arrivals, c.recording = c.arrivals[:0], true
}

// Recorded ends it and answers them; they are valid until the next Record.
func (c *Crowd) Recorded() []Arrival {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.recording = false
	return c.arrivals
}

// Err is why the crowd cannot go on.
func (c *Crowd) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Missing is how many have not seen what they were expected to.
func (c *Crowd) Missing() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.missing
}

// Bytes is the size of the last marked message.
func (c *Crowd) Bytes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size
}

// Older is how many messages told a smaller mark than one before on the same socket or its predecessors.
func (c *Crowd) Older() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.older
}

// Refused is how often connections were refused since the last call, by HTTP status; 0: not accepted at all.
func (c *Crowd) Refused() map[int]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.refused
	c.refused = map[int]int{}
	return all
}

// Codes is how often the server closed sockets since the last call, by close code; 0: without one.
func (c *Crowd) Codes() map[int]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.codes
	c.codes = map[int]int{}
	return all
}

func (c *Crowd) fail(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// run is the thread.
func (c *Crowd) run() {
	runtime.LockOSThread()
	defer close(c.ended)
	events := make([]syscall.EpollEvent, 512)
	for !c.closed.Load() && c.Err() == nil {
		wait := 20 // ms
		if len(c.down) > 0 {
			wait = 1
		}
		n, err := syscall.EpollWait(c.epoll, events, wait)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			c.fail("epoll: %w", err)
		}
		for _, e := range events[:max(n, 0)] {
			c.wake(e.Fd)
		}
		c.dial()
	}
	for i := range c.sockets {
		if c.sockets[i].fd >= 0 {
			_ = syscall.Close(c.sockets[i].fd)
		}
	}
	_ = syscall.Close(c.epoll)
}
