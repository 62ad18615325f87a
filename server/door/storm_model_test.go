package door_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/signup"
	"linli/server/door"
)

// sent is an entry of a storm, with what must become of it.
type sent struct {
	*door.Entry
	true    time.Time // when it happened, whatever the device's clock said
	who     string    // of the model's people; empty where it must be refused
	refused string    // with this, empty where it must get into the log
	undoes  *sent
	by      *handset
}

// model is what the log must say: nothing but the entries that were made, in a map.
type model map[string][]*sent // by person

// said is what follows for one person, by the plainest reading of the rules.
type said struct {
	came, left, absent time.Time
	minutes            int
	closed             bool
}

func (m model) says(who string, shift *db.Shift) said {
	undone := map[*sent]bool{}
	for _, e := range m[who] {
		if e.undoes != nil {
			undone[e.undoes] = true
		}
	}
	var all []*sent
	for _, e := range m[who] {
		if e.undoes == nil && !undone[e] {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b *sent) int {
		return cmp.Or(a.true.Compare(b.true), cmp.Compare(*a.Direction, *b.Direction), cmp.Compare(a.ID, b.ID))
	})
	var s said
	var here, gone time.Time // the span that is being read
	var sum time.Duration
	add := func() {
		if !here.IsZero() && !gone.IsZero() {
			s.closed = true
			from, to := later(here, shift.StartsAt), earlier(gone, shift.EndsAt)
			sum += max(0, to.Sub(from))
		}
	}
	for _, e := range all {
		switch {
		case *e.Direction == attendanceentry.DirectionABSENT:
			s.absent = e.true
		case *e.Direction == attendanceentry.DirectionIN && (here.IsZero() || !gone.IsZero()):
			add()
			if s.came.IsZero() {
				s.came = e.true
			}
			here, gone = e.true, time.Time{}
		case *e.Direction == attendanceentry.DirectionOUT:
			gone = e.true
		}
		if here.IsZero() && !gone.IsZero() {
			s.left = gone // nobody saw her come
			gone = time.Time{}
		}
	}
	add()
	s.minutes = int(sum.Minutes())
	if !s.came.IsZero() {
		s.left, s.absent = gone, time.Time{}
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func shown(s *db.SignUp) said {
	got := said{}
	for _, one := range []struct {
		from *time.Time
		to   *time.Time
	}{{s.CheckedInAt, &got.came}, {s.CheckedOutAt, &got.left}, {s.AbsentAt, &got.absent}} {
		if one.from != nil {
			*one.to = one.from.UTC()
		}
	}
	if s.Minutes != nil {
		got.minutes, got.closed = *s.Minutes, true
	}
	return got
}

// compare looks at what is in the database after a storm.
func (s *storm) compare() {
	s.Helper()
	ctx := s.Internal()
	lines := map[string]*db.AttendanceEntry{}
	for _, l := range s.Store.Client().AttendanceEntry.Query().AllX(ctx) {
		lines[l.ID] = l
	}
	want := 0
	for _, e := range s.all {
		l := lines[e.ID]
		if (l != nil) != (e.refused == "") {
			s.Fatalf("seed %d: %s is in the log: %v, to be refused with %q", s.seed, e.ID, l != nil, e.refused)
		}
		if l == nil {
			continue
		}
		want++
		at := l.At
		if l.CorrectedAt != nil {
			at = *l.CorrectedAt
		}
		if !at.Equal(e.true) || l.Direction != *e.Direction || l.RecordedBy+l.DeviceID != e.by.name || (e.undoes != nil) != (l.Undoes != nil) {
			s.Fatalf("seed %d: the log has %+v", s.seed, l)
		}
		s.flagged += map[bool]int64{true: 1}[len(l.Warnings) > 0]
	}
	if len(lines) != want {
		s.Fatalf("seed %d: %d lines in the log, want %d", s.seed, len(lines), want)
	}
	s.comparePeople()
	s.compareTodos(lines)
}

// comparePeople looks at the sign-ups and at the counters of the shift.
func (s *storm) comparePeople() {
	s.Helper()
	ctx := s.Internal()
	shift := s.Store.Client().Shift.GetX(ctx, s.event.Edges.Shifts[0].ID)
	var counted db.Shift
	seen := map[string]bool{}
	for _, row := range s.Store.Client().SignUp.Query().Where(signup.EventID(s.event.ID)).WithPerson().AllX(ctx) {
		who := row.Edges.Person.Name
		switch row.Status {
		case signup.StatusCONFIRMED:
			counted.Confirmed++
		case signup.StatusWAITLISTED:
			counted.Waitlisted++
		default:
			continue
		}
		if seen[who] {
			s.Fatalf("seed %d: %s has two sign-ups", s.seed, who)
		}
		seen[who] = true
		if got, want := shown(row), s.model.says(who, shift); got != want {
			s.Fatalf("seed %d: of %s the database says %+v, the model %+v", s.seed, who, got, want)
		}
		counted.CheckedIn += map[bool]int{true: 1}[row.CheckedInAt != nil]
		counted.WalkedIn += map[bool]int{true: 1}[row.WalkIn]
	}
	for who := range s.model {
		if !seen[who] && !s.model.says(who, shift).came.IsZero() {
			s.Fatalf("seed %d: %s came and has no sign-up", s.seed, who)
		}
	}
	got := fmt.Sprint(shift.Confirmed, shift.Waitlisted, shift.CheckedIn, shift.WalkedIn, shift.Offered)
	if want := fmt.Sprint(counted.Confirmed, counted.Waitlisted, counted.CheckedIn, counted.WalkedIn, 0); got != want {
		s.Fatalf("seed %d: the shift counts %s, want %s", s.seed, got, want)
	}
}

// compareTodos looks for what each line must have, wherever that does not depend on which came first.
func (s *storm) compareTodos(lines map[string]*db.AttendanceEntry) {
	s.Helper()
	todos := map[string]*db.Todo{}
	for _, d := range s.Store.Client().Todo.Query().AllX(s.Internal()) {
		if todos[d.EntryID] != nil {
			s.Fatalf("seed %d: %s is to be done twice", s.seed, d.EntryID)
		}
		todos[d.EntryID] = d
	}
	undone := map[string]bool{}
	for _, l := range lines {
		if l.Undoes != nil {
			undone[*l.Undoes] = true
		}
	}
	hands := map[string]int{} // INs of a sign-up by one recorder on one device
	for _, l := range lines {
		if l.SignUpID != nil && l.Direction == attendanceentry.DirectionIN {
			hands[*l.SignUpID+l.RecordedBy+l.DeviceID]++
		}
	}
	for _, l := range lines {
		d := todos[l.ID]
		noise := len(l.Warnings) == 1 && l.Warnings[0] == door.AlreadyCheckedIn && hands[*l.SignUpID+l.RecordedBy+l.DeviceID] > 1
		if d == nil && len(l.Warnings) > 0 && !noise || d != nil && len(l.Warnings) == 0 {
			s.Fatalf("seed %d: flags %v, to be done: %v", s.seed, l.Warnings, d != nil)
		}
		early := len(l.Warnings) == 1 && l.Warnings[0] == door.NotHere
		if d != nil && (undone[l.ID] && d.DoneAt == nil || d.DoneAt != nil && !undone[l.ID] && !early) {
			s.Fatalf("seed %d: flags %v, undone %v, done %v", s.seed, l.Warnings, undone[l.ID], d.DoneAt)
		}
		delete(todos, l.ID)
	}
	if len(todos) > 0 {
		s.Fatalf("seed %d: %d to-dos of no line", s.seed, len(todos))
	}
}
