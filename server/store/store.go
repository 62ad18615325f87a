// Package store opens the database and runs every change: one transaction, retried where the databases ask for it,
// announced after its commit.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
	"modernc.org/sqlite"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/live"
)

// Config says which database and how.
type Config struct {
	// URL is postgres://… or empty for SQLite in Data.
	URL string
	// Data is the folder of the embedded database.
	Data string
	// Hub gets what was committed; nil: a hub of its own.
	Hub *live.Hub
	// Now is the clock; nil: the machine's.
	Now func() time.Time
	// Outbox says that messages to phones are sent: there is a gateway.
	Outbox bool
	// Relay joins the replicas; nil: nobody else has this database open, or nothing is changed that others watch.
	Relay live.Connect
}

// Store is an open database.
type Store struct {
	// Dialect is dialect.SQLite or dialect.Postgres.
	Dialect string
	Hub     *live.Hub

	now         func() time.Time
	read, write *sql.DB
	reader      *db.Client
	writer      *db.Client
	relay       live.Relay
	follow      func(iter.Seq[Touched])
	outbox      bool
	connector   driver.Connector // PostgreSQL's, for connections of one's own
}

// Open connects to the database; Migrate brings it up to date. It fails when the database cannot be reached.
func Open(ctx context.Context, c Config) (*Store, error) {
	s := &Store{Dialect: dialect.SQLite, Hub: c.Hub, now: c.Now, outbox: c.Outbox}
	if s.Hub == nil {
		s.Hub = live.NewHub()
	}
	if s.now == nil {
		s.now = time.Now
	}
	var err error
	if c.URL != "" {
		err = s.openPostgres(ctx, c)
	} else {
		err = s.openSQLite(ctx, c.Data)
	}
	if err != nil {
		return nil, err
	}
	if c.Relay != nil {
		if s.relay, err = c.Relay(s.Hub); err != nil {
			return nil, err
		}
	}
	s.reader = db.NewClient(db.Driver(entsql.OpenDB(s.Dialect, s.read)))
	s.writer = db.NewClient(db.Driver(entsql.OpenDB(s.Dialect, s.write)))
	access.Narrow(s.reader)
	return s, nil
}

func (s *Store) openPostgres(ctx context.Context, c Config) error {
	u, err := url.Parse(c.URL)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return fmt.Errorf("DATABASE_URL must begin with postgres://")
	}
	to, err := pq.NewConnector(c.URL)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	// Changes have connections of their own: they need few, those stay warm, and no crowd of readers keeps a change waiting.
	s.Dialect, s.connector, s.read, s.write = dialect.Postgres, to, pool(to, 16, ""), pool(to, 8, byIndex)
	if err := s.write.PingContext(ctx); err != nil {
		return fmt.Errorf("the database does not answer: %w", err)
	}
	return nil
}

// byIndex keeps changes from reading whole tables: all that they read they find by an index, and a plan that was made and
// kept while a table was small would stay the same in a storm of new rows.
const byIndex = "SET enable_seqscan = off"

func pool(to driver.Connector, most int, first string) *sql.DB {
	p := sql.OpenDB(preparing{Connector: to, first: first})
	p.SetMaxOpenConns(most)
	p.SetMaxIdleConns(most)
	p.SetConnMaxIdleTime(5 * time.Minute)
	return p
}

// openSQLite opens one writer, since SQLite has only one, and several readers beside it.
func (s *Store) openSQLite(ctx context.Context, folder string) (err error) {
	path := filepath.Join(folder, FileName)
	// The writer keeps 32 MB of pages: in SQLite's own 2 MB the pages of a batch at a door push each other out.
	if s.write, err = openFile(path, "foreign_keys(1)", "cache_size(-32768)"); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.write.PingContext(ctx); err != nil {
		return fmt.Errorf("the database in %s cannot be opened: %w", folder, err)
	}
	if s.read, err = openFile(path, "foreign_keys(1)"); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(8)
	s.read.SetMaxIdleConns(8)
	return nil
}

// FileName is the embedded database in its folder.
const FileName = "linli.db"

// openFile opens a SQLite file so that commits are durable and times are comparable text in UTC.
func openFile(path string, pragmas ...string) (*sql.DB, error) {
	options := []string{"_txlock=immediate", "_time_format=sqlite", "_timezone=UTC"}
	for _, p := range append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)"}, pragmas...) {
		options = append(options, "_pragma="+p)
	}
	to, err := sqlite.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(preparing{Connector: to, embedded: true}), nil
}

// Client reads; what it returns is narrowed to what the viewer in the context may see. Changes go through Do.
func (s *Store) Client() *db.Client { return s.reader }

// SQL is the pool for the few statements that ent cannot say.
func (s *Store) SQL() *sql.DB { return s.read }

// Now is the present instant, UTC, in the milliseconds that the database keeps.
func (s *Store) Now() time.Time { return s.now().UTC().Truncate(time.Millisecond) }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.read.PingContext(ctx) }

// Follow lets fn hear of each committed change which events it touched. There is one such fn, set before the first change;
// it must be quick.
func (s *Store) Follow(fn func(iter.Seq[Touched])) { s.follow = fn }

// Close ends the connections.
func (s *Store) Close() error {
	if s.relay != nil {
		_ = s.relay.Close()
	}
	_ = s.read.Close()
	return s.write.Close()
}
