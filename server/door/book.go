package door

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/server/roster"
	"linli/server/viewer"
)

// book is one event's part of the log while it is written to.
type book struct {
	*books
	event   *db.Event
	shifts  []*db.Shift
	was     []db.Shift  // the shifts before
	revoked []time.Time // when the key of the venue codes changed, oldest first

	signUps map[string]*db.SignUp
	people  map[string][]*db.SignUp          // those, by person
	log     map[string][]*db.AttendanceEntry // lines by sign-up
	loose   map[string][]*db.AttendanceEntry // lines without a sign-up, by person

	written []*db.AttendanceEntry
	fresh   []*db.SignUp      // made at the door
	changed map[string]bool   // other sign-ups, by id: whether their place did
	settled map[string]string // by entry whose to-do is done, who did it
	freed   []string          // shifts in which somebody who waits may have a place
	freedBy *viewer.Viewer
}

func newBook(all *books, e *db.Event) *book {
	return &book{books: all, event: e, signUps: map[string]*db.SignUp{}, people: map[string][]*db.SignUp{}, log: map[string][]*db.AttendanceEntry{},
		loose: map[string][]*db.AttendanceEntry{}, changed: map[string]bool{}, settled: map[string]string{}}
}

// add takes a sign-up in; false when it is there already.
func (b *book) add(s *db.SignUp) bool {
	if b.signUps[s.ID] != nil {
		return false
	}
	b.signUps[s.ID] = s
	b.people[s.PersonID] = append(b.people[s.PersonID], s)
	return true
}

// file puts a line where it is looked for.
func (b *book) file(l *db.AttendanceEntry) {
	switch {
	case l.SignUpID != nil:
		b.log[*l.SignUpID] = append(b.log[*l.SignUpID], l)
	case l.PersonID != nil:
		b.loose[*l.PersonID] = append(b.loose[*l.PersonID], l)
	}
}

// about are the lines that concern a sign-up: its own and, of somebody let in at the door, those that were there before her
// sign-up, for one device may report that she left before another reports that she came.
func (b *book) about(s *db.SignUp) []*db.AttendanceEntry {
	if !madeHere(s) {
		return b.log[s.ID]
	}
	return append(b.log[s.ID][:len(b.log[s.ID]):len(b.log[s.ID])], b.loose[s.PersonID]...)
}

// madeHere tells whether a sign-up that holds was made at the door.
func madeHere(s *db.SignUp) bool { return s.WalkIn && s.Place == atTheDoor && !roster.Final(s.Status) }

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

// active finds a person's place or wait in this event, in the wanted shift first, then in the one near that time.
func (b *book) active(personID string, wanted *string, at time.Time) *db.SignUp {
	near := b.near(at).ID
	if wanted != nil && b.shift(*wanted) != nil {
		near = *wanted
	}
	var best *db.SignUp
	for _, s := range b.people[personID] {
		if !roster.Final(s.Status) && (best == nil || s.ShiftID == near) {
			best = s
		}
	}
	return best
}

// put adds a line to what will be written, and brings what it concerns in step, so that the next entry sees it.
func (b *book) put(l *db.AttendanceEntry, by *viewer.Viewer) {
	if l.Direction == attendanceentry.DirectionUNDO {
		b.settled[*l.Undoes] = l.RecordedBy
	}
	b.lines[l.ID] = l
	b.written = append(b.written, l)
	b.file(l)
	s := b.concerned(l)
	if s == nil {
		return
	}
	b.settle(s, by)
	if l.Direction == attendanceentry.DirectionIN {
		b.seen(s, l)
	}
}

// concerned is the sign-up that a line says something of; nil: none.
func (b *book) concerned(l *db.AttendanceEntry) *db.SignUp {
	if l.SignUpID != nil {
		return b.signUps[*l.SignUpID]
	}
	if l.PersonID != nil {
		for _, s := range b.people[*l.PersonID] {
			if madeHere(s) {
				return s
			}
		}
	}
	return nil
}

// seen settles the to-dos of leavings of somebody whom nobody had seen come, when it becomes known that she came before.
func (b *book) seen(s *db.SignUp, came *db.AttendanceEntry) {
	for _, l := range b.about(s) {
		if len(l.Warnings) == 1 && l.Warnings[0] == NotHere && inTime(came, l) < 0 {
			b.settled[l.ID] = came.RecordedBy
		}
	}
}
