package store

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/lib/pq"
)

const (
	// mostPrepared is how many statements a connection keeps prepared; those least used go first.
	mostPrepared = 100
	// mostArgs is the most parameters of a statement that is kept: bulk writes are of any size and seldom come again.
	mostArgs = 40
)

// preparing makes connections that keep their statements prepared. A statement with parameters then takes one round trip
// and no parsing, where it takes lib/pq two of them and the database parses and plans it anew.
type preparing struct {
	driver.Connector
	embedded bool   // SQLite: it closes its file only when no statement is left; PostgreSQL forgets them with the connection
	first    string // a statement that begins each connection
}

// Connect opens such a connection.
func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	c := &prepared{capable: opened.(capable), embedded: p.embedded} // both drivers' are
	if p.first != "" {
		if _, err := c.capable.ExecContext(ctx, p.first, nil); err != nil {
			return nil, errors.Join(err, opened.Close())
		}
	}
	c.statements, err = simplelru.NewLRU(mostPrepared, func(_ string, s statement) { _ = s.Close() })
	return c, err
}

// capable is what a connection of either driver can do.
type capable interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type prepared struct {
	capable
	statements      *simplelru.LRU[string, statement]
	embedded, stale bool
}

// Close ends the connection.
func (c *prepared) Close() error {
	if c.embedded {
		c.statements.Purge()
	}
	return c.capable.Close()
}

// statement is the prepared one of a query; nil where it is not worth it.
func (c *prepared) statement(ctx context.Context, query string, args int) (statement, error) {
	if args == 0 || args > mostArgs {
		return nil, nil
	}
	if s, ok := c.statements.Get(query); ok {
		return s, nil
	}
	made, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s := made.(statement) // both drivers' are
	c.statements.Add(query, s)
	return s, nil
}

// QueryContext runs a query with its prepared statement.
func (c *prepared) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, query, len(args))
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.capable.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	c.notice(err)
	return rows, err
}

// ExecContext likewise runs what answers no rows.
func (c *prepared) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.statement(ctx, query, len(args))
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.capable.ExecContext(ctx, query, args)
	}
	result, err := s.ExecContext(ctx, args)
	c.notice(err)
	return result, err
}

// CheckNamedValue converts parameters as the driver does, where it has rules of its own.
func (c *prepared) CheckNamedValue(v *driver.NamedValue) error {
	if own, ok := c.capable.(driver.NamedValueChecker); ok {
		return own.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// IsValid tells whether the connection may be used again.
func (c *prepared) IsValid() bool { return !c.stale && c.capable.IsValid() }

// notice sees that tables have changed since a statement was prepared: this connection is then not used again.
func (c *prepared) notice(err error) {
	var p *pq.Error
	if errors.As(err, &p) && p.Code == cachedPlan {
		c.stale = true
	}
}

// cachedPlan is PostgreSQL's code for a prepared statement whose tables have changed.
const cachedPlan = "0A000"
