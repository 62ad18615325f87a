package event

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/notice"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/viewer"
)

// warn tells the people of shifts that have another time now and so overlap with another sign-up of theirs. The shifts are
// written already and the event's lock is held.
func warn(ctx context.Context, tx *store.Tx, row *db.Event, shiftIDs []string) error {
	if len(shiftIDs) == 0 {
		return nil
	}
	mine := signup.And(signup.ShiftIDIn(shiftIDs...), signup.StatusIn(roster.Active...))
	if tx.Postgres() { // whoever signs one of them up for another event has done so, or will see the new time
		q := tx.Person.Query().Where(person.HasSignUpsWith(mine)).Order(person.ByID())
		q.Modify(func(s *sql.Selector) { s.For("NO KEY UPDATE") })
		if _, err := q.IDs(ctx); err != nil {
			return err
		}
	}
	clashing, err := tx.SignUp.Query().Where(mine, overlaps).Order(signup.ByPersonID(), signup.ByID()).All(ctx)
	if err != nil {
		return err
	}
	clashing = slices.CompactFunc(clashing, func(a, b *db.SignUp) bool { return a.PersonID == b.PersonID }) // once, of the first
	news := make([]notice.News, len(clashing))
	for i, s := range clashing {
		news[i] = notice.News{Kind: "CLASH", Community: row.CommunityID, Event: row.ID, SignUp: s.ID, About: s.PersonID, By: viewer.From(ctx).PersonID}
	}
	return notice.PutAll(ctx, tx, news)
}

// overlaps holds for a sign-up whose person has another active one at the same time, of an event that is not cancelled.
func overlaps(s *sql.Selector) {
	mine, others := sql.Table(shift.Table).As("mine"), sql.Table(signup.Table).As("others")
	theirs, at := sql.Table(shift.Table).As("theirs"), sql.Table(event.Table).As("at")
	active := make([]any, len(roster.Active))
	for i, status := range roster.Active {
		active[i] = status
	}
	s.Join(mine).On(s.C(signup.FieldShiftID), mine.C(shift.FieldID))
	s.Where(sql.Exists(sql.Select(others.C(signup.FieldID)).From(others).
		Join(theirs).On(others.C(signup.FieldShiftID), theirs.C(shift.FieldID)).
		Join(at).On(others.C(signup.FieldEventID), at.C(event.FieldID)).
		Where(sql.And(
			sql.ColumnsEQ(others.C(signup.FieldPersonID), s.C(signup.FieldPersonID)),
			sql.ColumnsNEQ(others.C(signup.FieldID), s.C(signup.FieldID)),
			sql.In(others.C(signup.FieldStatus), active...),
			sql.NEQ(at.C(event.FieldStatus), event.StatusCANCELLED),
			sql.ColumnsLT(theirs.C(shift.FieldStartsAt), mine.C(shift.FieldEndsAt)),
			sql.ColumnsLT(mine.C(shift.FieldStartsAt), theirs.C(shift.FieldEndsAt)),
		))))
}
