package graph

import (
	"context"
	"time"

	"linli/server/fault"
	"linli/server/live"
)

// watch is how every subscription works: it registers for the topics, sends what read answers at once, and again after
// each wake-up when the revision has grown. Bursts merge: while a reader is busy, any number of changes become one. It
// ends when the context does, or when the viewer may no longer read.
func watch[T any](ctx context.Context, hub *live.Hub, topics []string, read func(context.Context) (T, int64, error)) (<-chan T, error) {
	w := hub.Watch(topics...)
	value, revision, err := read(ctx)
	if err != nil {
		w.Close()
		return nil, err
	}
	out := make(chan T)
	go func() {
		defer close(out)
		defer w.Close()
		for {
			select {
			case out <- value:
			case <-ctx.Done():
				return
			}
			var ok bool
			if value, revision, ok = next(ctx, w, read, revision); !ok {
				return
			}
		}
	}()
	return out, nil
}

// again is when a reading that failed is tried once more: the change it missed may have been the last for long.
const again = time.Second

// next waits until there is something newer than the revision; false means that the subscription is over.
func next[T any](ctx context.Context, w *live.Watch, read func(context.Context) (T, int64, error), seen int64) (T, int64, bool) {
	var none T
	var retry <-chan time.Time
	for {
		select {
		case <-w.C:
		case <-retry:
		case <-ctx.Done():
			return none, 0, false
		}
		value, revision, err := read(ctx)
		if code := fault.Of(err); code == fault.NotFound || code == fault.Forbidden || code == fault.Unauthenticated {
			return none, 0, false
		}
		if err == nil && revision > seen {
			return value, revision, true
		}
		if retry = nil; err != nil {
			retry = time.After(again)
		}
	}
}
