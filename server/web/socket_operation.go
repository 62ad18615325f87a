package web

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/graph"
	"linli/server/fault"
	"linli/server/viewer"
)

// operation is one query, mutation or subscription on a socket. A goroutine runs it while there is something to do; a
// subscription that has begun only follows a stream. When its viewer's rights change it begins anew with the new ones.
type operation struct {
	id   string
	c    *conn
	over atomic.Bool // by the client, or because it has been answered

	// The socket's mu guards these.
	params *graphql.RawParams
	round  context.CancelFunc // not nil while a goroutine runs it
	more   bool               // another round is wanted
	stream *stream            // nil: follows none

	seen int64 // the revision of what was shown last; the socket's writing guards it
	at   int   // where it stands among the stream's operations; the stream's mu guards it
}

func (c *conn) subscribe(id string, payload json.RawMessage) *breach {
	op := &operation{id: id, c: c, seen: -1}
	added, bad := c.admit(op, payload)
	switch {
	case bad != nil:
		return bad
	case !added:
		err := fault.New(fault.TooComplex, "A socket may carry at most %d operations.", mostOperationsOpen)
		c.send(failure(id, gqlerror.List{graph.Present(c.ctx, err)}), nil)
	default:
		go c.run(op)
	}
	return nil
}

// admit takes a new operation in; false: there are as many as may be.
func (c *conn) admit(op *operation, payload json.RawMessage) (bool, *breach) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.acked {
		return false, &breach{closeUnauthorized, "Unauthorized"}
	}
	params, bad := parseParams(payload)
	if bad != nil {
		return false, invalid("Invalid payload")
	}
	if c.find(op.id) >= 0 {
		return false, &breach{closeSubscriberExists, "Subscriber already exists"}
	}
	if len(c.running) >= mostOperationsOpen {
		return false, nil
	}
	op.params, op.round = params, func() {}
	c.running = append(c.running, op)
	return true, nil
}

// find answers where the operation of this id is, -1 when there is none; the socket's mu is held.
func (c *conn) find(id string) int {
	return slices.IndexFunc(c.running, func(op *operation) bool { return op.id == id })
}

// complete ends an operation that the client no longer wants.
func (c *conn) complete(id string) {
	c.mu.Lock()
	i := c.find(id)
	if i < 0 {
		c.mu.Unlock()
		return
	}
	op := c.running[i]
	c.running = slices.Delete(c.running, i, i+1)
	c.mu.Unlock()
	op.end()
}

// end stops whatever runs or follows.
func (o *operation) end() {
	o.over.Store(true)
	o.c.mu.Lock()
	round, s := o.round, o.stream
	o.stream = nil
	o.c.mu.Unlock()
	if round != nil {
		round()
	}
	if s != nil {
		s.leave(o)
	}
}

// again begins a subscription anew, with what its viewer may now. Of a query or a mutation there is only one round.
func (o *operation) again() {
	o.c.mu.Lock()
	s := o.stream
	switch {
	case o.over.Load():
		o.c.mu.Unlock()
		return
	case o.round != nil: // it runs
		o.more = true
		o.c.mu.Unlock()
		return
	}
	o.stream, o.round = nil, func() {}
	o.c.mu.Unlock()
	if s != nil {
		s.leave(o)
	}
	go o.c.run(o)
}

// run is the goroutine of an operation: until it is answered, or follows its stream.
func (c *conn) run(op *operation) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic in an operation", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			c.shut(websocket.CloseInternalServerErr, "Internal server error")
			c.finish(op)
		}
	}()
	for again := true; again; {
		ctx := c.next(op)
		if ctx == nil {
			c.finish(op)
			return
		}
		again = c.execute(ctx, op)
	}
}

// next begins a round with the viewer of now; nil says that the operation is over.
func (c *conn) next(op *operation) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	op.round()
	if op.over.Load() || c.ctx.Err() != nil {
		return nil
	}
	op.more = false
	ctx, cancel := context.WithCancel(viewer.With(context.Background(), c.viewer)) // the socket ends it through its operation
	op.round = cancel
	return ctx
}

// finish frees the id, and tells whether it still was this operation's.
func (c *conn) finish(op *operation) bool {
	op.over.Store(true)
	c.mu.Lock()
	defer c.mu.Unlock()
	if op.round != nil {
		op.round()
	}
	i := slices.Index(c.running, op)
	if i < 0 {
		return false
	}
	c.running = slices.Delete(c.running, i, i+1)
	return true
}

// last sends what ends an operation, unless the client has ended it. The id is free by then, for whoever reads this may use
// it at once.
func (c *conn) last(op *operation, m message) {
	c.send(m, func() bool { return !c.finish(op) })
}

func failure(id string, errs gqlerror.List) message {
	return message{ID: id, Type: "error", Payload: encodeErrors(errs)}
}

// execute runs one round and tells whether another is wanted.
func (c *conn) execute(ctx context.Context, op *operation) bool {
	oc, refused := c.site.prepare(ctx, op.params)
	switch {
	case refused != nil:
		c.last(op, failure(op.id, refused.Errors))
	case oc.Operation.Operation == ast.Subscription:
		return c.follow(ctx, op, oc)
	default:
		c.answer(ctx, op, oc)
		c.last(op, message{ID: op.id, Type: "complete"})
	}
	return false
}

func (c *conn) answer(ctx context.Context, op *operation, oc *graphql.OperationContext) {
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	handler, ctx := c.site.exec.DispatchOperation(ctx, oc)
	if response := handler(ctx); response != nil {
		c.send(message{ID: op.id, Type: "next", Payload: encode(response, false)}, op.over.Load)
	}
}

// follow lets a subscription begin: it reads once with the viewer's own rights, and then follows the stream that this
// opened, or the one that others follow already.
func (c *conn) follow(ctx context.Context, op *operation, oc *graphql.OperationContext) bool {
	s, first, errs := c.site.streams.open(ctx, op, oc)
	if s != nil {
		defer s.begin(op)
		c.rewind(op, first)
	}
	c.mu.Lock()
	again, over := op.more, op.over.Load()
	if s != nil && !again && !over {
		op.stream, op.params = s, s.params
		op.round()
		op.round = nil
		c.mu.Unlock()
		c.show(op, first)
		return false
	}
	c.mu.Unlock()
	if s != nil {
		s.leave(op)
	}
	if again && !over {
		return true
	}
	c.last(op, failure(op.id, errs))
	return false
}
