package watch

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// The states of a socket.
const (
	away      = iota // until its due time
	dialling         // TCP is not there yet
	upgrading        // the request is sent
	greeting         // what it watches is asked for
	standing         // it watches
	leaving          // it has said goodbye
)

// socket is one phone's.
type socket struct {
	fd    int
	state int
	rest  []byte // of a message that has not come whole
	due   time.Duration

	failures int  // since it last watched
	back     bool // it was lost and comes back

	seen, wanted int64
}

// dial connects those whose time has come, as many as may be on their way at once.
func (c *Crowd) dial() {
	now := time.Since(c.began)
	if now-c.dialled < time.Millisecond {
		return
	}
	c.dialled = now
	for n := len(c.down) - 1; n >= 0; n-- {
		i := c.down[n]
		s := &c.sockets[i]
		if s.due > now || !s.back && c.coming >= c.AtOnce {
			continue
		}
		c.down[n] = c.down[len(c.down)-1]
		c.down = c.down[:len(c.down)-1]
		if c.Visits > 0 && c.visits >= c.Visits {
			continue
		}
		c.visits++
		c.coming++
		if err := c.connect(i); err != nil {
			c.refuse(i, 0)
		}
	}
}

const bindLate = 24 // IP_BIND_ADDRESS_NO_PORT: the port is chosen when the other end is known

// connect begins a connection from one of some fifty addresses of the machine, for one has too few ports.
func (c *Crowd) connect(i int32) error {
	s := &c.sockets[i]
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		c.fail("a socket: %w", err)
		return err
	}
	s.fd, s.state, s.rest = fd, dialling, nil
	options := [][3]int{{syscall.IPPROTO_IP, bindLate, 1}, {syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1}}
	if int(i) < c.Deaf { // as over a mobile network, where little is on its way; on loopback megabytes are
		options = append(options, [3]int{syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, 1_400}, [3]int{syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4_096})
	}
	for _, o := range options {
		err = errors.Join(err, os.NewSyscallError("setsockopt", syscall.SetsockoptInt(fd, o[0], o[1], o[2])))
	}
	err = errors.Join(err, syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 1, byte(1 + i%50)}}))
	if err != nil {
		c.fail("a socket: %w", err)
		return err
	}
	err = syscall.Connect(fd, &c.to)
	if err != nil && !errors.Is(err, syscall.EINPROGRESS) {
		return err
	}
	return syscall.EpollCtl(c.epoll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLOUT, Fd: i})
}

// wake acts on what epoll says of a socket.
func (c *Crowd) wake(i int32) {
	switch s := &c.sockets[i]; s.state {
	case away:
	case dialling:
		if failed, err := syscall.GetsockoptInt(s.fd, syscall.SOL_SOCKET, syscall.SO_ERROR); err != nil || failed != 0 {
			c.refuse(i, 0)
			return
		}
		if err := syscall.EpollCtl(c.epoll, syscall.EPOLL_CTL_MOD, s.fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: i}); err != nil {
			c.fail("epoll: %w", err)
		}
		s.state = upgrading
		c.write(s, c.request)
	default:
		c.readable(i)
	}
}

// write sends a short message; if the other end has gone, reading says so.
func (c *Crowd) write(s *socket, data []byte) { _, _ = syscall.Write(s.fd, data) }

func (c *Crowd) readable(i int32) {
	s := &c.sockets[i]
	n, err := syscall.Read(s.fd, c.buffer)
	now := time.Since(c.began)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return
	}
	if err != nil || n <= 0 {
		c.lost(i, 0)
		return
	}
	data := c.buffer[:n]
	if len(s.rest) > 0 {
		s.rest = append(s.rest, data...)
		data = s.rest
	}
	if s.state == upgrading {
		status, rest, ok := cutHead(data)
		if ok && status != c.Dialect.opened() {
			c.refuse(i, status)
			return
		}
		if data = rest; ok {
			c.greet(i)
		}
	}
	for s.state > upgrading {
		m, rest, ok := c.Dialect.cut(data)
		if !ok {
			break
		}
		data = rest
		c.take(i, m, now)
	}
	s.rest = append(s.rest[:0:0], data...)
}

// lost is a socket that the server closed, with a code or without.
func (c *Crowd) lost(i int32, code int) {
	s := &c.sockets[i]
	c.mu.Lock()
	c.codes[code]++
	c.mu.Unlock()
	switch s.state {
	case leaving:
		c.gone(i)
	case standing:
		c.up.Add(-1)
		if busy[code] {
			s.failures = 1
		}
		c.again(i, "was closed with", code)
	default:
		c.coming--
		c.again(i, "was closed on its way in with", code)
	}
}

// refuse is a socket that did not come to be.
func (c *Crowd) refuse(i int32, status int) {
	c.mu.Lock()
	c.refused[status]++
	c.mu.Unlock()
	c.coming--
	c.again(i, "was refused with", status)
}

// again lets it come back, if it may.
func (c *Crowd) again(i int32, what string, why int) {
	s := &c.sockets[i]
	if c.Backoff == nil {
		c.fail("socket %d %s %d", i, what, why)
		return
	}
	wait := c.Backoff.wait(s.failures)
	s.failures, s.back = s.failures+1, true
	c.forget(i, wait)
}

// gone is the end of a visit.
func (c *Crowd) gone(i int32) {
	c.left.Add(1)
	c.forget(i, 0)
}

// forget closes the connection and lets the socket wait for its time.
func (c *Crowd) forget(i int32, wait time.Duration) {
	s := &c.sockets[i]
	if s.fd >= 0 {
		_ = syscall.Close(s.fd)
	}
	s.fd, s.state, s.rest, s.due = -1, away, nil, time.Since(c.began)+wait
	c.down = append(c.down, i)
}
