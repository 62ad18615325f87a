package live

import (
	"context"
	"log/slog"
	"time"

	"github.com/lib/pq"
)

const channel = "linli"

// Postgres is the relay through the database at url: topics are notified inside the transaction, so that the replicas hear
// exactly what was committed. When a connection was lost, or died in silence, everybody is woken once it is there again.
func Postgres(url string) Connect {
	return func(hub *Hub) (Relay, error) { return listen(url, hub, usual), nil }
}

type postgres struct {
	replica
	line     *line
	listener *pq.Listener
	patience patience
	done     chan struct{}
}

func listen(url string, hub *Hub, p patience) *postgres {
	r := &postgres{replica: newReplica(hub), line: &line{patience: p.answer}, patience: p, done: make(chan struct{})}
	r.listener = pq.NewDialListener(r.line, url, p.again/50, p.again, r.happened)
	begun := make(chan struct{})
	go r.run(begun)
	go r.ping()
	select {
	case <-begun:
	case <-time.After(p.start):
		slog.Warn("live: the other replicas are not heard yet")
	}
	return r
}

func (r *postgres) Close() error {
	close(r.done)
	return r.listener.Close()
}

// Within notifies the other replicas when, and only if, the transaction commits.
func (r *postgres) Within(ctx context.Context, tx Execer, topics []string) error {
	for _, m := range r.messages(topics) {
		if _, err := tx.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, m); err != nil {
			return err
		}
	}
	return nil
}

// After has nothing to do: the commit has told the others.
func (r *postgres) After([]string) {}

// happened says once that a connection was lost, and once that it is there again.
func (r *postgres) happened(e pq.ListenerEventType, err error) {
	switch e {
	case pq.ListenerEventDisconnected:
		slog.Warn("live: no connection to the other replicas", "err", err)
	case pq.ListenerEventConnectionAttemptFailed:
		slog.Debug("live: still no connection to the other replicas", "err", err)
	case pq.ListenerEventConnected:
		r.line.introduced()
	case pq.ListenerEventReconnected:
		r.line.introduced()
		slog.Info("live: the other replicas are heard again")
	}
}

// run listens, and hears until the end. Whoever read before it listened may have missed something.
func (r *postgres) run(begun chan<- struct{}) {
	started := time.Now()
	for err := r.listener.Listen(channel); err != nil; err = r.listener.Listen(channel) {
		select {
		case <-r.done:
			return
		case <-time.After(r.patience.again):
			slog.Warn("live: the database does not let this replica listen", "err", err)
		}
	}
	if time.Since(started) >= r.patience.start {
		r.hub.PublishAll()
	}
	close(begun)
	for n := range r.listener.Notify {
		if n == nil { // comes after a lost connection, when what was sent meanwhile is gone
			r.hub.PublishAll()
			continue
		}
		r.hear(n.Extra)
	}
}

// ping uses the connection now and then, for a dead one shows itself only when used, and cuts one that does not answer. It
// stands apart from run: the answer comes behind the messages that wait to be heard.
func (r *postgres) ping() {
	alive := time.NewTicker(r.patience.ping)
	defer alive.Stop()
	for {
		select {
		case <-alive.C:
		case <-r.done:
			return
		}
		late := time.AfterFunc(r.patience.answer, r.line.cut)
		_ = r.listener.Ping() // an error means that there is no connection, which the listener knows
		late.Stop()
	}
}
