package live

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
)

const (
	subject = "linli"
	// mostHeard is how many messages may wait to be heard; what comes on top is lost and everybody is woken.
	mostHeard = 8_192
	// mostWaiting is how many topics may wait to be sent; more are sent as one message that wakes everybody.
	mostWaiting = 10_000
)

// NATS is the relay through NATS servers at urls, with commas between: topics are sent after the commit, and kept until a
// server has said that it has them. What may be lost is what a replica did not get to send before it died, and what the
// servers lose among themselves; therefore everybody is woken every half a minute, and whenever a connection is there again.
func NATS(urls string) Connect {
	return func(hub *Hub) (Relay, error) { return ride(urls, hub, usual) }
}

// bus is a replica on NATS. Two goroutines serve it, so that no commit ever waits for the network: send and listen.
type bus struct {
	replica
	conn     *nats.Conn
	heard    *nats.Subscription
	patience patience
	away     atomic.Bool
	end      context.CancelFunc
	serving  sync.WaitGroup

	mu      sync.Mutex
	waiting map[string]struct{} // topics to send
	wake    chan struct{}
}

func ride(urls string, hub *Hub, p patience) (*bus, error) {
	b := &bus{replica: newReplica(hub), patience: p, waiting: map[string]struct{}{}, wake: make(chan struct{}, 1)}
	var err error
	if b.conn, err = nats.Connect(urls, b.options()...); err != nil {
		return nil, errors.New("LINLI_NATS_URL cannot be used") // the error may repeat it, and a password in it
	}
	if b.heard, err = b.conn.SubscribeSync(subject); err != nil {
		b.conn.Close()
		return nil, err
	}
	if b.conn.IsConnected() {
		_ = b.conn.FlushTimeout(p.start) // from here on nothing is missed
	}
	ctx, end := context.WithCancel(context.Background())
	b.end = end
	b.serving.Go(func() { b.send(ctx) })
	b.serving.Go(func() { b.listen(ctx) })
	return b, nil
}

func (b *bus) options() []nats.Option {
	wait := b.patience.again / 5
	return []nats.Option{
		nats.Name("linli " + b.name), nats.Timeout(b.patience.start), nats.FlusherTimeout(b.patience.answer), nats.SyncQueueLen(mostHeard),
		nats.PingInterval(b.patience.ping / 2), nats.MaxPingsOutstanding(1),
		nats.RetryOnFailedConnect(true), nats.IgnoreAuthErrorAbort(), nats.MaxReconnects(-1), nats.ReconnectWait(wait), nats.ReconnectJitter(wait, wait),
		nats.ReconnectBufSize(-1), // send keeps what could not be sent
		nats.NoCallbacksAfterClientClose(),
		nats.DisconnectErrHandler(b.lost), nats.ReconnectErrHandler(b.lost), nats.ConnectHandler(b.found), nats.ReconnectHandler(b.found),
		nats.ErrorHandler(func(c *nats.Conn, _ *nats.Subscription, err error) {
			if c.IsConnected() { // else it is one of many attempts
				slog.Warn("live: NATS", "err", err)
			}
		}),
	}
}

// lost says once that NATS is away.
func (b *bus) lost(_ *nats.Conn, err error) {
	if !b.away.Swap(true) {
		slog.Warn("live: NATS is away; until it is back, other replicas see changes late", "err", err)
	}
}

// found wakes everybody when NATS was away: what was said meanwhile is gone, and what is said until the server has taken the
// subscription anew. Where that does not come about it is called again with the next connection.
func (b *bus) found(c *nats.Conn) {
	for b.away.Load() && c.IsConnected() {
		if c.FlushTimeout(b.patience.answer) == nil && b.away.Swap(false) {
			slog.Info("live: NATS is there")
			b.hub.PublishAll()
		}
	}
}

// Within has nothing to do: what is sent cannot be taken back when the commit fails.
func (b *bus) Within(context.Context, Execer, []string) error { return nil }

// After leaves the topics to be sent.
func (b *bus) After(topics []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range topics {
		b.waiting[t] = struct{}{}
	}
	if len(b.waiting) > mostWaiting {
		clear(b.waiting)
		b.waiting[everything] = struct{}{}
	}
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Close sends what waits, if NATS is there, and leaves.
func (b *bus) Close() error {
	b.end()
	b.serving.Wait()
	b.conn.Close()
	return nil
}

// send sends what waits, all of it together: while one message is under way, the next grows. What NATS did not take waits on.
func (b *bus) send(ctx context.Context) {
	sweep := time.NewTicker(b.patience.sweep)
	defer sweep.Stop()
	for {
		select {
		case <-b.wake:
		case <-sweep.C:
			b.hub.PublishAll()
			continue
		case <-ctx.Done():
			if b.conn.IsConnected() {
				_ = b.publish(b.take())
			}
			return
		}
		if topics := b.take(); b.publish(topics) != nil {
			select {
			case <-time.After(b.patience.again / 20):
			case <-ctx.Done():
			}
			b.After(topics)
		}
	}
}

func (b *bus) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	topics := slices.Collect(maps.Keys(b.waiting))
	clear(b.waiting)
	return topics
}

// publish sends the topics and waits until a server has them.
func (b *bus) publish(topics []string) error {
	if len(topics) == 0 {
		return nil
	}
	for _, m := range b.messages(topics) {
		if err := b.conn.Publish(subject, []byte(m)); err != nil {
			return err
		}
	}
	return b.conn.FlushTimeout(b.patience.answer)
}

// listen hears until the end; when it was too slow, some messages are gone.
func (b *bus) listen(ctx context.Context) {
	for {
		m, err := b.heard.NextMsgWithContext(ctx)
		switch {
		case err == nil:
			b.hear(string(m.Data))
		case errors.Is(err, nats.ErrSlowConsumer):
			b.hub.PublishAll()
		default:
			return
		}
	}
}
