package live

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"strings"
	"time"

	"github.com/lib/pq"
)

const (
	channel = "linli"
	// most is what fits a notification: PostgreSQL's limit is 8,000 bytes.
	most = 7_900
)

// Relay carries topics between replicas through PostgreSQL: notified inside the transaction, so that only what was
// committed is heard, and heard by every replica but the one that sent it.
type Relay struct {
	hub      *Hub
	self     string
	listener *pq.Listener
	done     chan struct{}
}

// NewRelay listens on the database at url and publishes on hub what other replicas announce, until Close.
func NewRelay(url string, hub *Hub) (*Relay, error) {
	r := &Relay{hub: hub, self: rand.Text()[:8], done: make(chan struct{})}
	r.listener = pq.NewListener(url, 100*time.Millisecond, 5*time.Second, func(e pq.ListenerEventType, err error) {
		if e == pq.ListenerEventDisconnected || e == pq.ListenerEventConnectionAttemptFailed {
			slog.Warn("live: no connection to the other replicas", "err", err)
		}
	})
	if err := r.listener.Listen(channel); err != nil {
		return nil, err
	}
	go r.run()
	return r, nil
}

// Close stops listening.
func (r *Relay) Close() error {
	close(r.done)
	return r.listener.Close()
}

func (r *Relay) run() {
	alive := time.NewTicker(20 * time.Second)
	defer alive.Stop()
	for {
		select {
		case n, ok := <-r.listener.Notify:
			if !ok {
				return
			}
			r.hear(n)
		case <-alive.C:
			_ = r.listener.Ping() // a broken connection shows itself only when used
		case <-r.done:
			return
		}
	}
}

// hear publishes a message; nil comes after a lost connection, when what was sent meanwhile is gone.
func (r *Relay) hear(n *pq.Notification) {
	if n == nil {
		r.hub.PublishAll()
		return
	}
	sender, topics, _ := strings.Cut(n.Extra, "\n")
	if sender != r.self && topics != "" {
		r.hub.Publish(strings.Split(topics, "\n")...)
	}
}

// Execer is what Notify needs of a transaction.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Notify announces the topics to the other replicas when, and only if, the transaction commits.
func (r *Relay) Notify(ctx context.Context, tx Execer, topics []string) error {
	message := r.self
	send := func() error {
		_, err := tx.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, message)
		return err
	}
	for _, t := range topics {
		if len(message)+1+len(t) > most {
			if err := send(); err != nil {
				return err
			}
			message = r.self
		}
		message += "\n" + t
	}
	return send()
}
