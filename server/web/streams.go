package web

import (
	"cmp"
	"context"
	"encoding/json"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/graph"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/viewer"
)

// streams are those that are shared, by what they answer, and how many each person, door device, or strangers of an address, have opened.
type streams struct {
	site   *Site
	mu     sync.Mutex
	all    map[string]*stream
	opened map[string]int
}

// mostOpened is how many streams a person may have opened, or strangers of an address; what others share already does not
// count. The app opens two or three a page.
const mostOpened = 200

// open executes a subscription for an operation: its first state, read with the viewer's own rights, and the stream that it
// follows from then on; or the errors for which it cannot begin.
func (t *streams) open(ctx context.Context, op *operation, oc *graphql.OperationContext) (*stream, *state, gqlerror.List) {
	s := &stream{site: t.site, params: op.params, opener: op}
	same := sameFor(oc)
	if err := t.admit(s, same, viewer.From(ctx)); err != nil {
		return nil, nil, gqlerror.List{graph.Present(ctx, err)}
	}
	s.reading.hold() // what changes from now on is read after this
	s.feed = live.NewFeed(s.wake)
	t.site.turns.begin()
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
		s.shared = same
	}
	s.add(op)
	first := s.state(response)
	return t.adopt(s, op, first), first, nil
}

// admit counts a stream in with whoever opens it, and refuses one too many.
func (t *streams) admit(s *stream, same string, v *viewer.Viewer) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all[same] != nil {
		return nil
	}
	s.by = cmp.Or(v.Sender(), v.Address)
	if t.site.Limits && t.opened[s.by] >= mostOpened {
		s.by = ""
		err := fault.New(fault.RateLimited, "Too many subscriptions are open; close some first.")
		err.RetryAfter = comeLater
		return err
	}
	t.opened[s.by]++
	return nil
}

// dismiss takes a stream off the count of whoever opened it.
func (t *streams) dismiss(by string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.opened[by]--; t.opened[by] <= 0 {
		delete(t.opened, by)
	}
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
	by := s.by
	s.over, s.by = true, ""
	s.mu.Unlock()
	if by != "" {
		s.site.streams.dismiss(by)
	}
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
