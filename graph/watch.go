package graph

import (
	"context"
	"time"

	"linli/server/live"
)

// public is a value that reads the same for everybody who may read it, whenever it says so.
type public interface{ Public() bool }

// patience is how long one reading may take; what stays unread for longer is read again.
const patience = 20 * time.Second

// watch is how every subscription works: it registers for the topics, answers what read finds at once, and again after a
// wake-up when the revision has grown. Bursts merge: any number of changes before a read become one. Whoever executes the
// subscription drives it through the feed in the context and ends it when read says that the viewer may no longer.
func watch[T any](ctx context.Context, hub *live.Hub, topics []string, read func(context.Context) (T, int64, error)) (<-chan T, error) {
	out := make(chan T, 1)
	err := live.FeedOf(ctx).Begin(hub, topics, func(seen int64) (live.Reading, error) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		value, revision, err := read(ctx)
		if err != nil || revision <= seen {
			return live.Reading{}, err
		}
		select {
		case <-out: // nobody took the last one
		default:
		}
		out <- value
		p, ok := any(value).(public)
		return live.Reading{Newer: true, Revision: revision, Public: ok && p.Public()}, nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
