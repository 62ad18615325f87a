package graph_test

import (
	"context"

	"linli/server/live"
)

// fed drives the subscription that begins in the context: the second and every later call waits until something newer was
// read.
func fed(ctx context.Context) (context.Context, func()) {
	woken := make(chan struct{}, 1)
	feed := live.NewFeed(func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	began := false
	return live.WithFeed(ctx, feed), func() {
		for newer := !began; !newer; {
			select {
			case <-woken:
			case <-ctx.Done():
				return
			}
			newer, _ = feed.Read()
		}
		began = true
	}
}
