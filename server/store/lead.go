package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"log/slog"
	"sync"
	"time"

	"entgo.io/ent/dialect"
)

const (
	// leadLock is the advisory lock of whoever leads.
	leadLock = 727_275
	// leadPatience is how long the database may take to say who leads.
	leadPatience = 2 * time.Second
)

// Lead says whether this replica does what only one may do. On PostgreSQL that is whoever holds an advisory lock, on a
// connection of its own: the lock goes with the connection, so that another replica takes over as soon as the database sees
// that this one has gone. On SQLite there is one server, which leads.
type Lead struct {
	mu    sync.Mutex
	pool  *sql.DB // nil on SQLite
	conn  *sql.Conn
	holds bool
}

// Lead stands for election, which costs nothing until it is asked; Close withdraws.
func (s *Store) Lead() *Lead {
	if s.Dialect == dialect.SQLite {
		return &Lead{}
	}
	return &Lead{pool: sql.OpenDB(s.connector)}
}

// Leads asks the database whether this replica leads now, and takes over where nobody does. When the connection has broken
// it is false once, and the next time stands anew. Two may lead for the moment in which a broken connection is noticed on
// one side only: what a leader does must be right then too.
func (l *Lead) Leads(ctx context.Context) bool {
	if l.pool == nil {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, leadPatience)
	defer cancel()
	led := l.holds
	if err := l.ask(ctx); err != nil {
		l.drop()
		if led {
			slog.Warn("store: no longer leading, the connection broke", "err", err)
		}
	}
	if l.holds && !led {
		slog.Info("this replica leads")
	}
	return l.holds
}

// ask tries the lock, or where it is held sees whether its connection still lives.
func (l *Lead) ask(ctx context.Context) (err error) {
	if l.conn == nil {
		if l.conn, err = l.pool.Conn(ctx); err != nil {
			return err
		}
	}
	if l.holds {
		_, err = l.conn.ExecContext(ctx, "SELECT 1")
		return err
	}
	return l.conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", leadLock).Scan(&l.holds)
}

// drop gives the connection up, and the lock with it: it must not be used again, in whatever state it is.
func (l *Lead) drop() {
	l.holds = false
	if l.conn != nil {
		_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
		_ = l.conn.Close()
		l.conn = nil
	}
}

// Close lets another replica lead.
func (l *Lead) Close() {
	if l.pool == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop()
	_ = l.pool.Close()
}
