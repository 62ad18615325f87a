package web

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/server/fault"
	"linli/server/live"
	"linli/server/viewer"
)

// stream is one subscription that is executed: for one operation, or for all that ask for the same and would read the
// same. While nothing changes it has no goroutine.
type stream struct {
	site   *Site
	shared string // what all ask for who may share it; "": it is one operation's own
	params *graphql.RawParams

	ctx     context.Context // gqlgen's
	cancel  context.CancelFunc
	respond graphql.ResponseHandler
	feed    *live.Feed
	reading errand

	mu         sync.Mutex
	by         string     // who is counted for it
	opener     *operation // until it has been shown the first state: nothing is read before
	operations []*operation
	newest     *state // kept up only of a shared one
	over       bool
	round      []*operation // those of a delivery; only the reading uses it
}

// retry is when a reading that failed is tried once more: the change it missed may have been the last for long.
const retry = time.Second

// wake is the hub's: something changed.
func (s *stream) wake() { s.reading.want(s.turn) }

// turn reads once and delivers what is newer, then rests as long as the budget asks for.
func (s *stream) turn() {
	if s.waits() {
		return
	}
	s.site.turns.take()
	began := time.Now()
	next, err := s.read()
	switch code := fault.Of(err); {
	case code == fault.NotFound || code == fault.Forbidden || code == fault.Unauthenticated:
		s.end()
		return
	case err != nil:
		time.AfterFunc(retry, s.wake)
		return
	case next == nil:
		return
	case s.shared != "" && !s.feed.Public: // few may see it from now on
		s.end()
		return
	}
	read := time.Now()
	processors := s.deliver(next)
	now := time.Now()
	if rest := s.site.budget.spend(read.Sub(began)+now.Sub(read)*time.Duration(processors), now); rest > 0 {
		time.Sleep(rest)
	}
}

// waits tells whether nobody is there to be told, or the one who is has not taken what was said before: a change is then not
// read yet, and her phone calls when it has caught up.
func (s *stream) waits() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over || s.shared == "" && len(s.operations) == 1 && s.operations[0].c.line.behind.Load()
}

// read executes the subscription once more, and gives back the turn; nil when there is nothing newer.
func (s *stream) read() (next *state, err error) {
	defer s.site.turns.done()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a subscription: %v", p)
			slog.Error("panic in a subscription", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	if newer, err := s.feed.Read(); err != nil || !newer {
		return nil, err
	}
	response := s.respond(s.ctx)
	if response == nil { // it was ended meanwhile
		return nil, nil
	}
	return s.state(response), nil
}

func (s *stream) state(response *graphql.Response) *state {
	s.mu.Lock()
	defer s.mu.Unlock()
	common := "1"
	if len(s.operations) > 0 {
		common = s.operations[0].id
	}
	return newState(encode(response, false), s.feed.Revision, s.shared != "", common)
}

// end lets everybody who followed begin anew, with an answer of her own.
func (s *stream) end() {
	s.mu.Lock()
	s.over = true // nobody comes after those who are told
	operations := slices.Clone(s.operations)
	s.mu.Unlock()
	s.site.streams.close(s)
	for _, op := range operations {
		op.again()
	}
}

// begin lets the reading go on when whoever opened the stream has been shown its first state.
func (s *stream) begin(op *operation) {
	s.mu.Lock()
	opened := s.opener == op
	if opened {
		s.opener = nil
	}
	s.mu.Unlock()
	if opened {
		s.reading.release(s.turn)
	}
}

// add lets an operation follow, and returns what is newest by now; false when the stream is over.
func (s *stream) add(op *operation) (*state, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return nil, false
	}
	op.at = len(s.operations)
	s.operations = append(s.operations, op)
	return s.newest, true
}

// leave lets an operation follow no longer; without one the stream is over.
func (s *stream) leave(op *operation) {
	s.mu.Lock()
	if op.at < len(s.operations) && s.operations[op.at] == op {
		last := len(s.operations) - 1
		s.operations[op.at] = s.operations[last]
		s.operations[op.at].at = op.at
		s.operations[last] = nil
		s.operations = s.operations[:last]
	}
	empty := len(s.operations) == 0
	s.mu.Unlock()
	if empty {
		s.site.streams.closeEmpty(s)
	}
}

// catchUp goes on for a socket that was behind: with the newest state, or by reading what changed meanwhile.
func (s *stream) catchUp(op *operation) {
	s.mu.Lock()
	newest := s.newest
	s.mu.Unlock()
	if s.shared == "" {
		s.wake()
	} else {
		op.c.show(op, newest)
	}
}

// as gives the subscription's viewer a context that lasts as long as the stream.
func as(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(viewer.With(context.Background(), viewer.From(ctx)))
}
