package web

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/graph"
	"linli/server/live"
)

// streams are those that are shared, by what they answer.
type streams struct {
	site *Site
	mu   sync.Mutex
	all  map[string]*stream
}

// open executes a subscription for an operation: its first state, read with the viewer's own rights, and the stream that it
// follows from then on; or the errors for which it cannot begin.
func (t *streams) open(ctx context.Context, op *operation, oc *graphql.OperationContext) (*stream, *state, gqlerror.List) {
	s := &stream{site: t.site, params: op.params, opener: op}
	s.reading.hold() // what changes from now on is read after this
	s.feed = live.NewFeed(s.wake)
	t.site.turns.take()
	defer t.site.turns.done()
	own, cancel := as(ctx)
	s.cancel = cancel
	stop := context.AfterFunc(ctx, cancel)
	s.respond, s.ctx = t.site.exec.DispatchOperation(live.WithFeed(own, s.feed), oc)
	response := s.respond(s.ctx)
	gone := !stop() // nobody else may follow what she could begin no more
	if gone || response == nil || len(response.Data) == 0 {
		s.close()
		if gone || response == nil {
			return nil, nil, gqlerror.List{graph.Present(ctx, context.Cause(ctx))}
		}
		return nil, nil, response.Errors
	}
	if s.feed.Public && len(response.Errors) == 0 {
		s.shared = sameFor(oc)
	}
	s.add(op)
	first := s.state(response)
	return t.adopt(s, op, first), first, nil
}

// adopt lets the operation follow the stream that others share already, else its own.
func (t *streams) adopt(s *stream, op *operation, first *state) *stream {
	if s.shared == "" {
		return s
	}
	s.newest = first
	other := t.share(s)
	if other == s {
		return s
	}
	if newest, ok := other.add(op); ok {
		s.close()
		if newest.revision > first.revision { // it was delivered between our reading and our coming
			op.c.show(op, newest)
		}
		return other
	}
	s.shared, s.newest, first.whole = "", nil, false // the other ended at this moment; alone it reads as well
	return s
}

// share registers a stream, unless there is one of its kind, which is returned.
func (t *streams) share(s *stream) *stream {
	t.mu.Lock()
	defer t.mu.Unlock()
	if other := t.all[s.shared]; other != nil {
		return other
	}
	t.all[s.shared] = s
	return s
}

// close ends a stream: nobody new follows it.
func (t *streams) close(s *stream) {
	t.mu.Lock()
	if t.all[s.shared] == s {
		delete(t.all, s.shared)
	}
	t.mu.Unlock()
	s.close()
}

// closeEmpty ends a stream unless somebody has come meanwhile.
func (t *streams) closeEmpty(s *stream) {
	s.mu.Lock()
	s.over = s.over || len(s.operations) == 0
	over := s.over
	s.mu.Unlock()
	if over {
		t.close(s)
	}
}

func (s *stream) close() {
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
	s.feed.Close()
	s.cancel()
}

// sameFor names what everybody who may begin the subscription reads alike: the document and its variables; "" when something
// in it depends on who reads.
func sameFor(oc *graphql.OperationContext) string {
	if !allShared(oc.Operation.SelectionSet) {
		return ""
	}
	variables, err := json.Marshal(oc.Variables)
	if err != nil {
		return ""
	}
	return oc.OperationName + "\x00" + oc.RawQuery + "\x00" + string(variables)
}

// allShared tells whether every field that may be selected is marked @shared, or its type is.
func allShared(selections ast.SelectionSet) bool {
	for _, selection := range selections {
		ok := false
		switch s := selection.(type) {
		case *ast.Field:
			marked := s.Name == "__typename" || s.Definition.Directives.ForName("shared") != nil || s.ObjectDefinition.Directives.ForName("shared") != nil
			ok = marked && allShared(s.SelectionSet)
		case *ast.InlineFragment:
			ok = allShared(s.SelectionSet)
		case *ast.FragmentSpread:
			ok = allShared(s.Definition.SelectionSet)
		}
		if !ok {
			return false
		}
	}
	return true
}
