package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/viewer"
)

// book is one event's part of the log while a batch is written into it, under the event's lock.
type book struct {
	door  *Door
	tx    *store.Tx
	event *db.Event
	leads bool // the viewer may enter anybody; else only herself and her household, with the venue's code

	shifts  []*db.Shift
	signUps map[string]*db.SignUp
	lines   map[string]*db.AttendanceEntry // by id: of the log, and of this batch
	written []*db.AttendanceEntry
	dirty   map[string]bool // sign-ups whose lines changed
}

// load reads what the entries refer to in a few statements.
func (b *book) load(ctx context.Context, entries []numbered) (err error) {
	b.signUps, b.lines, b.dirty = map[string]*db.SignUp{}, map[string]*db.AttendanceEntry{}, map[string]bool{}
	if b.shifts, err = b.tx.Shift.Query().Where(shift.EventID(b.event.ID)).Order(shift.ByStartsAt(), shift.ByID()).All(ctx); err != nil {
		return err
	}
	var lines, signUps, people []string
	for _, e := range entries {
		lines = append(lines, e.ID)
		if e.Undoes != nil {
			lines = append(lines, *e.Undoes)
		}
		if e.SignUpID != nil {
			signUps = append(signUps, *e.SignUpID)
		}
		t, err := b.ticket(ctx, e)
		if err != nil {
			return err
		}
		if t != nil {
			signUps = append(signUps, t.SignUpID)
		}
		if e.PersonID != nil {
			people = append(people, *e.PersonID)
		}
	}
	people = append(people, viewer.From(ctx).People()...)
	known, err := b.tx.AttendanceEntry.Query().Where(attendanceentry.IDIn(lines...)).All(ctx)
	if err != nil {
		return err
	}
	for _, l := range known {
		b.lines[l.ID] = l
		if l.SignUpID != nil {
			signUps = append(signUps, *l.SignUpID)
		}
	}
	rows, err := b.tx.SignUp.Query().Where(signup.EventID(b.event.ID),
		signup.Or(signup.IDIn(signUps...), signup.PersonIDIn(people...))).All(ctx)
	for _, s := range rows {
		b.signUps[s.ID] = s
	}
	return err
}

func (b *book) shift(id string) *db.Shift {
	for _, s := range b.shifts {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// near is the shift that somebody who comes at this time most likely means: the one running, else the next, else the last.
func (b *book) near(at time.Time) *db.Shift {
	for _, s := range b.shifts {
		if at.Before(s.EndsAt) {
			return s
		}
	}
	return b.shifts[len(b.shifts)-1]
}

// active finds a person's place or wait in this event, in the wanted shift first.
func (b *book) active(personID string, wanted *string, at time.Time) *db.SignUp {
	near := b.near(at).ID
	var best *db.SignUp
	for _, s := range b.signUps {
		if s.PersonID != personID || roster.Final(s.Status) {
			continue
		}
		switch {
		case best == nil, wanted != nil && s.ShiftID == *wanted, wanted == nil && s.ShiftID == near:
			best = s
		}
	}
	return best
}
