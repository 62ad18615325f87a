package web

import (
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
// prepared frame. A whole state takes the place of those before it; another is a change that nobody may miss.
type state struct {
	payload  []byte
	revision int64
	whole    bool
	common   string
	prepared *websocket.PreparedMessage
}

func newState(payload []byte, revision int64, whole bool, common string) *state {
	s := &state{payload: payload, revision: revision, whole: whole, common: common}
	s.prepared, _ = websocket.NewPreparedMessage(websocket.TextMessage, s.next(common)) // fails only for a wrong kind of message
	return s
}

// next is the whole message for an operation of this id.
func (s *state) next(id string) []byte {
	quoted, _ := json.Marshal(id) // a text always can
	b := make([]byte, 0, len(quoted)+len(s.payload)+32)
	b = append(append(append(b, `{"id":`...), quoted...), `,"type":"next","payload":`...)
	return append(append(b, s.payload...), '}')
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
	if op.id == s.common {
		c.written(c.ws.WritePreparedMessage(s.prepared))
	} else {
		c.written(c.ws.WriteMessage(websocket.TextMessage, s.next(op.id)))
	}
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
