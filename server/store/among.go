package store

import (
	"encoding/json"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
)

// Among holds for rows whose column has one of the values. They are one parameter, so that a statement takes any number of
// them and is the same each time.
func Among(column string, values []string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			if b.Ident(s.C(column)); s.Dialect() == dialect.Postgres {
				b.WriteString(" = ANY(").Arg(pq.Array(values)).WriteString(")")
				return
			}
			b.WriteString(" IN (SELECT value FROM json_each(").Arg(asJSON(values)).WriteString("))")
		}))
	}
}

// asJSON is how SQLite is given a list.
func asJSON(values []string) string {
	raw, _ := json.Marshal(values) // strings can always be written
	return string(raw)
}
