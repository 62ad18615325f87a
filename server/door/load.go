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
	"linli/ent/db/signup"
	"linli/server/roster"
	"linli/server/store"
)

// load reads what the batches refer to: the number of statements does not depend on how much that is.
func (all *books) load(ctx context.Context, parts []*part) error {
	var lines, signUps, people, cards []string
	codes := false
	for _, p := range parts {
		for _, e := range p.Work.entries {
			lines = append(lines, e.ID)
			switch {
			case *e.Direction == attendanceentry.DirectionUNDO:
				lines = append(lines, *e.Undoes)
			case e.shown != nil && e.shown.PersonID != "":
				cards, people = append(cards, e.shown.PersonID), append(people, e.shown.PersonID)
			case e.shown != nil:
				signUps = append(signUps, e.shown.SignUpID)
			case e.SignUpID != nil:
				signUps = append(signUps, *e.SignUpID)
			case e.PersonID != nil:
				people = append(people, *e.PersonID)
			case e.Method == attendanceentry.MethodVENUE_CODE:
				people = append(people, p.Work.viewer.PersonID)
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
			people = append(people, *l.PersonID)
		}
	}
	if err := all.fetch(ctx, signUps, people); err != nil {
		return err
	}
	if err := all.loadCards(ctx, cards); err != nil || !codes {
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

// fetch reads sign-ups of the events by their ids and by people, all of a person whose sign-up is over, and what the log
// says of them.
func (all *books) fetch(ctx context.Context, ids, people []string) error {
	here := store.Among(signup.FieldEventID, all.events())
	var found []*db.SignUp
	if len(ids) > 0 {
		rows, err := all.tx.SignUp.Query().Where(store.Among(signup.FieldID, ids), here).Order(signup.ByID()).All(ctx)
		if err != nil {
			return err
		}
		for _, s := range rows {
			if roster.Final(s.Status) {
				people = append(people, s.PersonID)
			}
		}
		found = rows
	}
	if len(people) > 0 {
		rows, err := all.tx.SignUp.Query().Where(store.Among(signup.FieldPersonID, people), here).Order(signup.ByID()).All(ctx)
		if err != nil {
			return err
		}
		found = append(found, rows...)
	}
	return all.fetchLog(ctx, found, people)
}

// fetchLog reads the lines of these sign-ups, and those of people who had none: what somebody who was let in at the door
// left behind before.
func (all *books) fetchLog(ctx context.Context, found []*db.SignUp, people []string) error {
	var ids []string
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

func (all *books) loadCards(ctx context.Context, holders []string) error {
	if len(holders) == 0 {
		return nil
	}
	q := all.tx.Person.Query().Where(store.Among(person.FieldID, holders), person.CardIssuedAtNotNil())
	people, err := q.Select(person.FieldID, person.FieldCommunityID, person.FieldCard).All(ctx)
	for _, p := range people {
		all.cards[p.ID] = p
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
