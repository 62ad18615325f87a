package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/lib/pq"
)

// Column is one column of rows that are given to a statement, with its type on PostgreSQL.
type Column struct{ Name, Type string }

// Rewrite sets columns of many rows, each to values of its own, in one statement whose text does not depend on how many there
// are, so that it stays prepared. The first column finds the row and is not set; the values of a row stand in the order
// of the columns: strings, numbers, truth values, *time.Time, or nil for NULL.
func (t *Tx) Rewrite(ctx context.Context, table string, columns []Column, rows [][]any) error {
	key := columns[0].Name
	return t.write(ctx, fmt.Sprintf("UPDATE %s SET %s FROM (%%s) AS v WHERE %s.%s = v.%s", table, sets(columns, "v"), table, key, key), columns, rows)
}

// Insert adds many rows in one such statement.
func (t *Tx) Insert(ctx context.Context, table string, columns []Column, rows [][]any) error {
	return t.write(ctx, fmt.Sprintf("INSERT INTO %s (%s) %%s", table, strings.Join(names(columns), ", ")), columns, rows)
}

// Upsert adds many rows in one such statement; those whose first column is there already are set as Rewrite does.
func (t *Tx) Upsert(ctx context.Context, table string, columns []Column, rows [][]any) error {
	return t.write(ctx, fmt.Sprintf("INSERT INTO %s (%s) %%s WHERE TRUE ON CONFLICT (%s) DO UPDATE SET %s",
		table, strings.Join(names(columns), ", "), columns[0].Name, sets(columns, "excluded")), columns, rows)
}

// Query runs a statement that reads rows given to it: %s in its text is a query that answers them. It has no other
// parameters.
func (t *Tx) Query(ctx context.Context, statement string, columns []Column, rows [][]any) (*sql.Rows, error) {
	query, arg, err := giving(t.store.Dialect, statement, columns, rows)
	if err != nil {
		return nil, err
	}
	return t.tx.QueryContext(ctx, query, arg)
}

// Query is Tx.Query outside of a change; what it reads is not narrowed.
func (s *Store) Query(ctx context.Context, statement string, columns []Column, rows [][]any) (*sql.Rows, error) {
	query, arg, err := giving(s.Dialect, statement, columns, rows)
	if err != nil {
		return nil, err
	}
	return s.read.QueryContext(ctx, query, arg)
}

func (t *Tx) write(ctx context.Context, statement string, columns []Column, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	query, arg, err := giving(t.store.Dialect, statement, columns, rows)
	if err != nil {
		return err
	}
	return t.Exec(ctx, query, arg)
}

func names(columns []Column) []string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.Name
	}
	return all
}

func sets(columns []Column, from string) string {
	all := names(columns[1:])
	for i, name := range all {
		all[i] = name + " = " + from + "." + name
	}
	return strings.Join(all, ", ")
}

// giving puts into a statement a query that reads the rows from one parameter, a list of lists in JSON.
func giving(d, statement string, columns []Column, rows [][]any) (query, arg string, err error) {
	reads, from := make([]string, len(columns)), "json_each(?)"
	for i, c := range columns {
		reads[i] = fmt.Sprintf("value ->> %d AS %s", i, c.Name)
		if d == dialect.Postgres {
			reads[i] = fmt.Sprintf("(value ->> %d)::%s AS %s", i, c.Type, c.Name)
			from = "jsonb_array_elements($1::jsonb)" // json would be read anew for each column
		}
	}
	if rows == nil {
		rows = [][]any{} // not null
	}
	for _, row := range rows {
		for i, v := range row {
			if at, ok := v.(*time.Time); ok {
				row[i] = instant(d, at)
			}
		}
	}
	raw, err := json.Marshal(rows)
	return fmt.Sprintf(statement, "SELECT "+strings.Join(reads, ", ")+" FROM "+from), string(raw), err
}

// instant writes a time as the database keeps it.
func instant(d string, at *time.Time) any {
	switch {
	case at == nil:
		return nil
	case d == dialect.Postgres:
		return at.UTC().Format(time.RFC3339Nano)
	}
	return at.UTC().Format("2006-01-02 15:04:05.999999999-07:00") // as the driver writes it
}

// Array is a list as one parameter, on PostgreSQL.
func Array(all []string) any { return pq.Array(all) }
