package door

import (
	"context"
	"maps"
	"slices"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/device"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/server/roster"
	"linli/server/store"
)

// load reads what the batches refer to: the number of statements does not depend on how much that is.
func (all *books) load(ctx context.Context, parts []*part) error {
	var lines, signUps, cards []string
	var people []presence
	codes := false
	for _, p := range parts {
		for _, e := range p.Work.entries {
			lines = append(lines, e.ID)
			switch {
			case *e.Direction == attendanceentry.DirectionUNDO:
				lines = append(lines, *e.Undoes)
			case e.shown != nil && e.shown.PersonID != "":
				cards, people = append(cards, e.shown.PersonID), append(people, presence{e.shown.PersonID, e.EventID})
			case e.shown != nil:
				signUps = append(signUps, e.shown.SignUpID)
			case e.SignUpID != nil:
				signUps = append(signUps, *e.SignUpID)
			case e.PersonID != nil:
				people = append(people, presence{*e.PersonID, e.EventID})
			case e.Method == attendanceentry.MethodVENUE_CODE:
				people = append(people, presence{p.Work.viewer.PersonID, e.EventID})
			}
			codes = codes || e.Method == attendanceentry.MethodVENUE_CODE
		}
	}
	if err := all.loadShifts(ctx); err != nil {
		return err
	}
	known, err := all.tx.AttendanceEntry.Query().Where(store.Among(attendanceentry.FieldID, lines)).All(ctx)
	if err != nil {
		return err
	}
	for _, l := range known {
		all.lines[l.ID] = l
		switch {
		case l.SignUpID != nil:
			signUps = append(signUps, *l.SignUpID)
		case l.PersonID != nil:
			people = append(people, presence{*l.PersonID, l.EventID})
		}
	}
	if err := all.fetch(ctx, signUps, people); err != nil {
		return err
	}
	if err := all.loadFaces(ctx, cards); err != nil || !codes {
		return err
	}
	return all.loadRevoked(ctx)
}

func (all *books) events() []string { return slices.Collect(maps.Keys(all.of)) }

func (all *books) loadShifts(ctx context.Context) error {
	shifts, err := all.tx.Shift.Query().Where(store.Among(shift.FieldEventID, all.events())).Order(shift.ByStartsAt(), shift.ByID()).All(ctx)
	for _, s := range shifts {
		b := all.of[s.EventID]
		b.shifts, b.was = append(b.shifts, s), append(b.was, *s)
	}
	return err
}

// fetch reads sign-ups by their ids and by people at the events, all that a person has whose sign-up is over, and what the log
// says of them.
func (all *books) fetch(ctx context.Context, ids []string, people []presence) error {
	rows := make([][]any, len(ids))
	for i, id := range ids {
		rows[i] = []any{id}
	}
	found, err := all.find(ctx, byID, identified, rows)
	if err != nil {
		return err
	}
	for _, s := range found {
		if roster.Final(s.Status) {
			people = append(people, presence{s.PersonID, s.EventID})
		}
	}
	rows = make([][]any, len(people))
	for i, p := range people {
		rows[i] = []any{p.person, p.event}
	}
	more, err := all.find(ctx, byPerson, present, rows)
	if err != nil {
		return err
	}
	return all.fetchLog(ctx, append(found, more...), people)
}

// presence is a person at an event.
type presence struct{ person, event string }

var (
	identified = []store.Column{{Name: "id", Type: "text"}}
	present    = []store.Column{{Name: "person_id", Type: "text"}, {Name: "event_id", Type: "text"}}
)

// What is judged by, and what a row of the door shows: ent would read all columns, by two statements.
const (
	byID     = wanted + `s.id = v.id` + withPerson
	byPerson = wanted + `s.person_id = v.person_id AND s.event_id = v.event_id` + withPerson
	wanted   = `SELECT s.id, s.community_id, s.event_id, s.shift_id, s.person_id, s.status, s.place, s.walk_in, s.offer_expires_at, s.checked_in_at, s.checked_out_at,
	s.absent_at, s.minutes, s.changed_revision, p.name, p.phone_tail, p.search, p.card, p.card_issued_at FROM (%s) AS v JOIN sign_ups s ON `
	withPerson = ` JOIN persons p ON p.id = s.person_id ORDER BY s.id`
)

func (all *books) find(ctx context.Context, statement string, columns []store.Column, of [][]any) (found []*db.SignUp, err error) {
	if len(of) == 0 {
		return nil, nil
	}
	rows, err := all.tx.Query(ctx, statement, columns, of)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		s, p := &db.SignUp{}, &db.Person{}
		if err := rows.Scan(&s.ID, &s.CommunityID, &s.EventID, &s.ShiftID, &s.PersonID, &s.Status, &s.Place, &s.WalkIn, &s.OfferExpiresAt, &s.CheckedInAt,
			&s.CheckedOutAt, &s.AbsentAt, &s.Minutes, &s.ChangedRevision, &p.Name, &p.PhoneTail, &p.Search, &p.Card, &p.CardIssuedAt); err != nil {
			return nil, err
		}
		if all.of[s.EventID] != nil {
			p.ID, p.CommunityID = s.PersonID, s.CommunityID
			found, all.faces[p.ID] = append(found, s), p
		}
	}
	return found, rows.Err()
}

// fetchLog reads the lines of these sign-ups, and those of people who had none: what somebody who was let in at the door
// left behind before.
func (all *books) fetchLog(ctx context.Context, found []*db.SignUp, others []presence) error {
	var ids, people []string
	for _, p := range others {
		people = append(people, p.person)
	}
	for _, s := range found {
		if all.of[s.EventID].add(s) {
			ids = append(ids, s.ID)
			if s.WalkIn {
				people = append(people, s.PersonID)
			}
		}
	}
	of, err := logOf(ctx, all.tx.Client, all.events(), ids, people)
	for _, l := range of {
		if known := all.lines[l.ID]; known != nil {
			l = known
		}
		all.lines[l.ID] = l
		all.of[l.EventID].file(l)
	}
	return err
}

// logOf reads the lines of sign-ups, and those of people at the events that belong to no sign-up.
func logOf(ctx context.Context, c *db.Client, events, signUps, people []string) (lines []*db.AttendanceEntry, err error) {
	if len(signUps) > 0 {
		if lines, err = c.AttendanceEntry.Query().Where(store.Among(attendanceentry.FieldSignUpID, signUps)).All(ctx); err != nil {
			return nil, err
		}
	}
	if len(people) == 0 {
		return lines, nil
	}
	more, err := c.AttendanceEntry.Query().Where(store.Among(attendanceentry.FieldPersonID, people),
		attendanceentry.SignUpIDIsNil(), store.Among(attendanceentry.FieldEventID, events)).All(ctx)
	return append(lines, more...), err
}

// loadFaces reads people whose sign-ups are not there to show them.
func (all *books) loadFaces(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	people, err := all.tx.Person.Query().Where(store.Among(person.FieldID, ids)).All(ctx)
	for _, p := range people {
		all.faces[p.ID] = p
	}
	return err
}

// loadRevoked reads when the venue codes of the events began to be made from another key.
func (all *books) loadRevoked(ctx context.Context) error {
	rows, err := all.tx.Device.Query().Where(store.Among(device.FieldEventID, all.events()), device.ClaimedAtNotNil(), device.RevokedAtNotNil()).
		Order(device.ByRevokedAt()).Select(device.FieldEventID, device.FieldRevokedAt).All(ctx)
	for _, r := range rows {
		b := all.of[r.EventID]
		b.revoked = append(b.revoked, *r.RevokedAt)
	}
	return err
}
