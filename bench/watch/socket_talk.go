package watch

import (
	"bytes"
	"syscall"
	"time"
)

// greet asks for what the socket watches.
func (c *Crowd) greet(i int32) {
	s := &c.sockets[i]
	s.state = greeting
	if c.Dialect.Hello == nil {
		return
	}
	var all []byte
	for _, word := range c.Dialect.Hello(int(i)) {
		all = append(all, frame(text, []byte(word))...)
	}
	c.write(s, all)
}

// take is one message that came.
func (c *Crowd) take(i int32, m message, now time.Duration) {
	s := &c.sockets[i]
	switch m.kind {
	case ping:
		c.write(s, frame(pong, m.payload))
		return
	case closing:
		code := 0
		if len(m.payload) >= 2 {
			code = int(m.payload[0])<<8 | int(m.payload[1])
		}
		c.write(s, frame(closing, m.payload))
		c.lost(i, code)
		return
	}
	mark, marked := number(m.payload, c.Dialect.Mark)
	switch {
	case marked:
		c.keep(i, m.payload, Arrival{i, mark, now})
	case bytes.Contains(m.payload, []byte(`"error`)):
		c.fail("socket %d was told %.300s", i, m.payload)
	case c.Dialect.Answer != nil:
		if answer := c.Dialect.Answer(int(i), m.payload); answer != "" {
			c.write(s, frame(text, []byte(answer)))
		}
	}
	if s.state == greeting && c.Dialect.Ready(int(i), m.payload) {
		c.arrive(i)
	}
}

// keep writes down a marked message.
func (c *Crowd) keep(i int32, payload []byte, a Arrival) {
	c.read.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.sockets[i]
	if c.recording {
		c.arrivals = append(c.arrivals, a)
	}
	if a.Mark < s.seen {
		c.older++
	}
	if s.seen < s.wanted && a.Mark >= s.wanted {
		if c.missing--; c.missing == 0 {
			close(c.reached)
		}
	}
	s.seen, c.size = max(s.seen, a.Mark), len(payload)
}

// arrive: the socket watches.
func (c *Crowd) arrive(i int32) {
	s := &c.sockets[i]
	s.state, s.failures, s.back = standing, 0, false
	c.coming--
	c.up.Add(1)
	switch {
	case c.Visits > 0:
		c.leave(i)
	case int(i) < c.Deaf:
		if err := syscall.EpollCtl(c.epoll, syscall.EPOLL_CTL_DEL, s.fd, nil); err != nil {
			c.fail("epoll: %w", err)
		}
	}
}

// leave goes in one of the three ways in which phones do: by ending the watch and saying goodbye, by goodbye alone, or
// without a word.
func (c *Crowd) leave(i int32) {
	s := &c.sockets[i]
	goodbye := frame(closing, []byte{1000 >> 8, 1000 & 0xff})
	s.state = leaving
	c.up.Add(-1)
	c.leaves++
	switch c.leaves % 3 {
	case 0:
		c.write(s, append(frame(text, []byte(c.Dialect.Leave(int(i)))), goodbye...))
	case 1:
		c.write(s, goodbye)
	default:
		c.gone(i)
	}
}
