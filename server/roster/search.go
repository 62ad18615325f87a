package roster

import (
	"entgo.io/ent/dialect/sql"

	"linli/ent/db/person"
	"linli/server/text"
)

// found holds for people whose name, pinyin, initials or phone tail contains the search.
func found(search string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(person.FieldSearch)).WriteString(" LIKE ").Arg(text.Like(search)).WriteString(` ESCAPE '\'`)
		}))
	}
}
