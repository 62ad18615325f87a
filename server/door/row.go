package door

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/server/store"
	"linli/server/viewer"
)

// Row is the least that the door must know of somebody who signed up.
type Row struct {
	SignUpID     string        `sql:"sign_up_id"`
	PersonID     string        `sql:"person_id"`
	Number       int           `sql:"number"`
	Name         string        `sql:"name"`
	PhoneTail    string        `sql:"phone_tail"`
	Search       string        `sql:"search"`
	ShiftID      string        `sql:"shift_id"`
	Status       signup.Status `sql:"status"`
	WalkIn       bool          `sql:"walk_in"`
	CheckedInAt  *time.Time    `sql:"checked_in_at"`
	CheckedOutAt *time.Time    `sql:"checked_out_at"`
	AbsentAt     *time.Time    `sql:"absent_at"`
	Card         int           `sql:"card"`
}

// rowsOf reads the sign-ups of these ids as the door has them. It is not narrowed: whoever calls it has asked.
func rowsOf(ctx context.Context, c *db.Client, ids []string) (map[string]*Row, error) {
	var rows []*Row
	err := c.SignUp.Query().Where(store.Among(signup.FieldID, ids)).Modify(func(s *sql.Selector) {
		p, n := sql.Table(person.Table), numbers(s.Dialect(), ids)
		s.Join(p).On(s.C(signup.FieldPersonID), p.C(person.FieldID)).Join(n).On(s.C(signup.FieldID), n.C(signup.FieldID))
		s.Select(sql.As(s.C(signup.FieldID), "sign_up_id"), s.C(signup.FieldPersonID), n.C("number"),
			p.C(person.FieldName), p.C(person.FieldPhoneTail), p.C(person.FieldSearch),
			s.C(signup.FieldShiftID), s.C(signup.FieldStatus), s.C(signup.FieldWalkIn),
			s.C(signup.FieldCheckedInAt), s.C(signup.FieldCheckedOutAt), s.C(signup.FieldAbsentAt),
			sql.As("CASE WHEN "+p.C(person.FieldCardIssuedAt)+" IS NULL THEN 0 ELSE "+p.C(person.FieldCard)+" END", "card"))
	}).Scan(viewer.Internal(ctx), &rows)
	all := make(map[string]*Row, len(rows))
	for _, r := range rows {
		all[r.SignUpID] = r
	}
	return all, err
}

// numbers counts the sign-ups of the events of these sign-ups, each event's from 1; ids made later sort later.
func numbers(dialect string, ids []string) *sql.Selector {
	d := sql.Dialect(dialect)
	these := d.Select(signup.FieldEventID).From(sql.Table(signup.Table))
	store.Among(signup.FieldID, ids)(these)
	return d.Select(signup.FieldID).
		AppendSelectExprAs(sql.Expr("ROW_NUMBER() OVER (PARTITION BY event_id ORDER BY id)"), "number").
		From(sql.Table(signup.Table)).Where(sql.In(signup.FieldEventID, these)).As("numbers")
}
