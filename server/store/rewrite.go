package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"
)

// Column is one column that Rewrite sets, with its type on PostgreSQL.
type Column struct{ Name, Type string }

// Rewrite sets columns of many rows, each to values of its own, in one statement whose text does not depend on how many there
// are, so that it stays prepared. The first column finds the row and is not set; the values of a row stand in the order
// of the columns: strings, numbers, truth values, *time.Time, or nil for NULL.
func (t *Tx) Rewrite(ctx context.Context, table string, columns []Column, rows [][]any) error {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = fmt.Sprintf("%s = v.c%d", c.Name, i)
	}
	return t.write(ctx, rows, fmt.Sprintf("UPDATE %s SET %s FROM (%s) AS v WHERE %s.%s = v.c0",
		table, strings.Join(sets[1:], ", "), t.reading(columns), table, columns[0].Name))
}

// Insert adds many rows in one such statement.
func (t *Tx) Insert(ctx context.Context, table string, columns []Column, rows [][]any) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return t.write(ctx, rows, fmt.Sprintf("INSERT INTO %s (%s) %s", table, strings.Join(names, ", "), t.reading(columns)))
}

// reading reads rows from one parameter, a list of lists in JSON.
func (t *Tx) reading(columns []Column) string {
	reads, from := make([]string, len(columns)), "json_each(?)"
	for i, c := range columns {
		reads[i] = fmt.Sprintf("value ->> %d AS c%d", i, i)
		if t.Postgres() {
			reads[i] = fmt.Sprintf("(value ->> %d)::%s AS c%d", i, c.Type, i)
			from = "jsonb_array_elements($1::jsonb)" // json would be read anew for each column
		}
	}
	return "SELECT " + strings.Join(reads, ", ") + " FROM " + from
}

func (t *Tx) write(ctx context.Context, rows [][]any, statement string) error {
	if len(rows) == 0 {
		return nil
	}
	for _, row := range rows {
		for i, v := range row {
			if at, ok := v.(*time.Time); ok {
				row[i] = t.instant(at)
			}
		}
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	return t.Exec(ctx, statement, string(raw))
}

// instant writes a time as the database keeps it.
func (t *Tx) instant(at *time.Time) any {
	switch {
	case at == nil:
		return nil
	case t.Postgres():
		return at.UTC().Format(time.RFC3339Nano)
	}
	return at.UTC().Format("2006-01-02 15:04:05.999999999-07:00") // as the driver writes it
}

// Array is a list as one parameter, on PostgreSQL.
func Array(all []string) any { return pq.Array(all) }
