package store

import (
	"entgo.io/ent/dialect/sql"

	"linli/server/text"
)

// Finds holds for rows whose column, written by text.Searchable, has what was typed.
func Finds(column, typed string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(column)).WriteString(" LIKE ").Arg(text.Like(typed)).WriteString(` ESCAPE '\'`)
		}))
	}
}
