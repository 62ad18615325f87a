package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"sort"
	"time"

	"entgo.io/ent/dialect"
	"github.com/lib/pq"
	"modernc.org/sqlite"

	"linli/ent/db"
	"linli/server/viewer"
)

// Tx is one running change: the tables, and what shall be announced when it has committed.
type Tx struct {
	*db.Client
	tx     *db.Tx
	store  *Store
	topics map[string]struct{}
	events map[Touched]struct{}
}

// Touched is an event that a change touched.
type Touched struct{ Community, Event string }

// Announce wakes the watchers of the topics after the commit, on every replica.
func (t *Tx) Announce(topics ...string) {
	for _, topic := range topics {
		t.topics[topic] = struct{}{}
	}
}

// Touch says that an event changed, or its roster or its door log did: whoever follows the store hears of it after the
// commit.
func (t *Tx) Touch(communityID, eventID string) {
	t.events[Touched{communityID, eventID}] = struct{}{}
}

// Now is the present instant, as Store.Now.
func (t *Tx) Now() time.Time { return t.store.Now() }

// Postgres tells which of the two databases this is, for the few statements that differ.
func (t *Tx) Postgres() bool { return t.store.Dialect == dialect.Postgres }

// Outbox tells whether what is put into the table of messages is sent.
func (t *Tx) Outbox() bool { return t.store.outbox }

// Alone lets one change at a time work on something that has no row to lock; on SQLite there is one at a time anyway.
func (t *Tx) Alone(ctx context.Context, what string) error {
	if !t.Postgres() {
		return nil
	}
	return t.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", what)
}

// Exec runs a statement that ent cannot say.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := t.tx.ExecContext(ctx, query, args...)
	return err
}

const tries = 10

// Do runs fn in a transaction and commits it if fn returns nil; the error of fn comes back as it is. Inside, reads are
// not narrowed: fn's verb has asked for its permission. When the database asks for it, everything is run again from the
// start, so fn must change nothing but the database. After the commit the announcements go out.
func (s *Store) Do(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	ctx = viewer.Internal(ctx)
	for try := 1; ; try++ {
		err := s.once(ctx, fn)
		if err == nil || try == tries || !again(err) {
			return err
		}
		select {
		case <-time.After(time.Duration(rand.IntN(try*10)+1) * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) once(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) (err error) {
	tx, err := s.writer.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_ = tx.Rollback() // also when fn panics
		}
	}()
	t := &Tx{Client: tx.Client(), tx: tx, store: s, topics: map[string]struct{}{}, events: map[Touched]struct{}{}}
	if err := fn(ctx, t); err != nil {
		return err
	}
	topics := t.sorted()
	if s.relay != nil && len(topics) > 0 {
		if err := s.relay.Within(ctx, tx, topics); err != nil {
			return fmt.Errorf("relay: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	done = true
	s.Hub.Publish(topics...)
	if s.relay != nil && len(topics) > 0 {
		s.relay.After(topics)
	}
	if s.follow != nil && len(t.events) > 0 {
		s.follow(maps.Keys(t.events))
	}
	return nil
}

func (t *Tx) sorted() []string {
	topics := make([]string, 0, len(t.topics))
	for topic := range t.topics {
		topics = append(topics, topic)
	}
	sort.Strings(topics)
	return topics
}

// again tells whether the database refused only because of somebody else's work at the same time.
func again(err error) bool {
	var p *pq.Error
	if errors.As(err, &p) {
		return p.Code == "40001" || p.Code == "40P01" || p.Code == cachedPlan // serialization failure, deadlock
	}
	var l *sqlite.Error
	return errors.As(err, &l) && (l.Code()&0xff == 5 || l.Code()&0xff == 6) // busy, locked
}
