package web

import (
	"encoding/binary"
	"encoding/json"
	"log/slog"
	"slices"

	"github.com/gorilla/websocket"
)

// send writes one message; unless says, at the moment of writing, that nobody wants it any more.
func (c *conn) send(m message, unless func() bool) {
	raw, err := json.Marshal(m)
	if err != nil {
		slog.Error("a message could not be written", "err", err)
		return
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.closing.Load() || unless != nil && unless() {
		return
	}
	c.written(c.ws.WriteMessage(websocket.TextMessage, raw))
}

// state is what a stream has to say at one revision, for all who follow it. Whoever knows it by the common id gets the one
// frame. A whole state takes the place of those before it; another is a change that nobody may miss.
type state struct {
	payload  []byte
	revision int64
	whole    bool
	common   string
	frame    []byte
}

func newState(payload []byte, revision int64, whole bool, common string) *state {
	s := &state{payload: payload, revision: revision, whole: whole, common: common}
	s.frame = s.frameFor(common)
	return s
}

// frameFor is the whole message for an operation of this id, as RFC 6455 (5.2) puts it on the wire: final, text, not masked.
// Written as it is, the library's queue for those who write at once is not asked: the socket's writing keeps messages apart,
// and a line takes each frame whole.
func (s *state) frameFor(id string) []byte {
	const before, between, after = `{"id":`, `,"type":"next","payload":`, `}`
	quoted, _ := json.Marshal(id) // a text always can
	n := len(before) + len(quoted) + len(between) + len(s.payload) + len(after)
	b := append(make([]byte, 0, n+10), 0x80|websocket.TextMessage)
	switch {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n)) //nolint:gosec // it is smaller
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n)) //nolint:gosec // never negative
	}
	b = append(append(append(b, before...), quoted...), between...)
	return append(append(b, s.payload...), after...)
}

// show sends a state, unless the operation has seen it or a newer one. Of whole states a socket that is behind gets the
// newest when it has caught up.
func (c *conn) show(op *operation, s *state) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.closing.Load() || op.over.Load() || s.revision <= op.seen || s.whole && c.line.behind.Load() {
		return
	}
	op.seen = s.revision
	frame := s.frame
	if op.id != s.common {
		frame = s.frameFor(op.id)
	}
	_, err := c.line.Write(frame)
	c.written(err)
}

// rewind lets a round begin with a message also when nothing has changed since the round before.
func (c *conn) rewind(op *operation, first *state) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if op.seen == first.revision {
		op.seen--
	}
}

// written ends a socket that cannot be written to any more; its reader cleans up.
func (c *conn) written(err error) {
	if err != nil {
		c.closing.Store(true)
		_ = c.ws.Close()
	}
}

// caughtUp goes on with what waited while the phone was behind.
func (c *conn) caughtUp() {
	c.mu.Lock()
	operations := slices.Clone(c.running)
	streams := make([]*stream, len(operations))
	for i, op := range operations {
		streams[i] = op.stream
	}
	c.mu.Unlock()
	for i, s := range streams {
		if s != nil {
			s.catchUp(operations[i])
		}
	}
}
