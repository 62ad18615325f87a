package web

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/graph"
	"linli/server/fault"
	"linli/server/viewer"
)

// operation is one query, mutation or subscription on a socket. A subscription whose viewer's rights change runs another
// round with the new ones.
type operation struct {
	id     string
	params *graphql.RawParams
	over   atomic.Bool // by the client, or because it has been answered
	live   atomic.Bool // a subscription that has begun
	more   atomic.Bool // another round is wanted
	round  context.CancelFunc
}

// again ends a subscription's round so that the next begins; the socket's lock is held.
func (o *operation) again() {
	if o.live.Load() {
		o.more.Store(true)
		o.round()
	}
}

func (c *conn) subscribe(id string, payload json.RawMessage) *breach {
	op := &operation{id: id}
	added, bad := c.admit(op, payload)
	switch {
	case bad != nil:
		return bad
	case !added:
		err := fault.New(fault.TooComplex, "A socket may carry at most %d operations.", mostOperationsOpen)
		c.fail(op, gqlerror.List{graph.Present(c.ctx, err)})
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
	if _, ok := c.running[op.id]; ok {
		return false, &breach{closeSubscriberExists, "Subscriber already exists"}
	}
	if len(c.running) >= mostOperationsOpen {
		return false, nil
	}
	op.params = params
	c.running[op.id] = op
	return true, nil
}

// complete ends an operation that the client no longer wants.
func (c *conn) complete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if op := c.running[id]; op != nil {
		op.over.Store(true)
		delete(c.running, id)
		if op.round != nil {
			op.round()
		}
	}
}

// next begins a round with the viewer of now; nil says that the operation is over.
func (c *conn) next(op *operation) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if op.over.Load() || c.ctx.Err() != nil {
		return nil
	}
	op.more.Store(false)
	ctx, cancel := context.WithCancel(viewer.With(c.ctx, c.viewer))
	op.round = cancel
	return ctx
}

func (c *conn) run(op *operation) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic in an operation", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			c.shut(1011, "Internal server error")
		}
		c.finish(op)
	}()
	for {
		ctx := c.next(op)
		if ctx == nil {
			return
		}
		c.execute(ctx, op)
		op.round()
		if !op.more.Load() {
			c.send(message{ID: op.id, Type: "complete"}, op.over.Load)
			return
		}
	}
}

// finish frees the id, if it is still this operation's.
func (c *conn) finish(op *operation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	op.over.Store(true)
	if c.running[op.id] == op {
		delete(c.running, op.id)
	}
	if op.round != nil {
		op.round()
	}
}

// execute runs one round and sends what it answers.
func (c *conn) execute(ctx context.Context, op *operation) {
	oc, refused := c.site.prepare(ctx, op.params)
	if refused != nil {
		c.fail(op, refused.Errors)
		return
	}
	if oc.Operation.Operation != ast.Subscription {
		ctx, cancel := context.WithTimeout(ctx, mostTime)
		defer cancel()
		c.answer(ctx, op, oc)
		return
	}
	op.live.Store(true)
	handler, ctx := c.site.exec.DispatchOperation(ctx, oc)
	for {
		response := handler(ctx)
		if response == nil {
			return
		}
		if len(response.Data) == 0 { // it could not begin
			if ctx.Err() == nil {
				c.fail(op, response.Errors)
			}
			return
		}
		c.deliver(op, response)
	}
}

func (c *conn) answer(ctx context.Context, op *operation, oc *graphql.OperationContext) {
	handler, ctx := c.site.exec.DispatchOperation(ctx, oc)
	if response := handler(ctx); response != nil {
		c.deliver(op, response)
	}
}

func (c *conn) deliver(op *operation, response *graphql.Response) {
	c.send(message{ID: op.id, Type: "next", Payload: encode(response, false)}, op.over.Load)
}

// fail ends an operation with its errors; nothing follows.
func (c *conn) fail(op *operation, errs gqlerror.List) {
	c.send(message{ID: op.id, Type: "error", Payload: encodeErrors(errs)}, func() bool { return op.over.Swap(true) })
}
