package demo

import (
	"context"
	"strconv"
	"strings"

	"linli/server/store"
)

// table is what goes into one table of the database.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

func into(name, columns string) *table { return &table{name: name, columns: strings.Fields(columns)} }

func (t *table) add(values ...any) { t.rows = append(t.rows, values) }

// chunk is how many rows go into one statement: SQLite takes at most 32,766 values.
const chunk = 250

func (t *table) insert(ctx context.Context, tx *store.Tx) error {
	for from := 0; from < len(t.rows); from += chunk {
		rows := t.rows[from:min(from+chunk, len(t.rows))]
		values := make([]any, 0, len(rows)*len(t.columns))
		for _, row := range rows {
			values = append(values, row...)
		}
		if err := tx.Exec(ctx, t.statement(len(rows), tx.Postgres()), values...); err != nil {
			return err
		}
	}
	return nil
}

// statement is an INSERT of n rows. PostgreSQL numbers its placeholders; SQLite looks numbered ones up one by one, which
// makes loading seven times as slow.
func (t *table) statement(n int, numbered bool) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES ")
	for i := range n * len(t.columns) {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%len(t.columns) == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		if numbered {
			b.WriteString("$" + strconv.Itoa(i+1))
		} else {
			b.WriteString("?")
		}
	}
	b.WriteString(")")
	return b.String()
}

// cleared are the tables of a community, those that point at others first.
var cleared = strings.Fields(`answers notices corrections todos attendance_entries devices calendars audit_entries invitations sessions join_requests steps messages sign_ups substitutes
	shares shifts events team_members teams partners proxies memberships persons`)

// empty deletes the demo's communities and all that is theirs.
func empty(ctx context.Context, tx *store.Tx) error {
	const mine = "(SELECT id FROM communities WHERE slug IN ('" + Slug + "', '" + Neighbour + "'))"
	for _, name := range cleared {
		if err := tx.Exec(ctx, "DELETE FROM "+name+" WHERE community_id IN "+mine); err != nil {
			return err
		}
	}
	for _, level := range []string{"HOUSEHOLD", "GROUP", "BRANCH", "COMMITTEE"} {
		if err := tx.Exec(ctx, "DELETE FROM units WHERE level = $1 AND community_id IN "+mine, level); err != nil {
			return err
		}
	}
	return tx.Exec(ctx, "DELETE FROM communities WHERE id IN "+mine)
}
