// The same counts by gqlgen's own websocket transport as it comes, to measure beside: the smallest schema that has them, a
// resolver that hands on the newest, and an execution for each subscriber.
package main

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"linli/bench/peers/feed"
	"linli/bench/peers/gqlgen/generated"
)

// hub has one slot for each subscriber, which holds the newest counts.
type hub struct {
	mu     sync.Mutex
	newest *feed.Counts
	slots  map[chan *feed.Counts]struct{}
}

func main() {
	h := &hub{newest: feed.At(1), slots: map[chan *feed.Counts]struct{}{}}
	server := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: h}))
	server.AddTransport(transport.Websocket{PingPongInterval: 25 * time.Second})
	server.SetQueryCache(lru.New[*ast.QueryDocument](100))
	feed.Serve(server, h.publish)
}

func (h *hub) publish(c *feed.Counts) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.newest = c
	for slot := range h.slots {
		select {
		case slot <- c:
		default:
			select { // what was not taken is old
			case <-slot:
			default:
			}
			slot <- c
		}
	}
}

func (h *hub) Query() generated.QueryResolver               { return query{h} }
func (h *hub) Subscription() generated.SubscriptionResolver { return subscription{h} }

type (
	query        struct{ *hub }
	subscription struct{ *hub }
)

func (q query) EventCounts(context.Context, string) (*feed.Counts, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.newest, nil
}

func (s subscription) EventCounts(ctx context.Context, _ string) (<-chan *feed.Counts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slot := make(chan *feed.Counts, 1)
	slot <- s.newest
	s.slots[slot] = struct{}{}
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.slots, slot)
		close(slot)
	})
	return slot, nil
}
