package door

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
)

// flags is what a lead should look at in a line that is not yet filed.
func (b *book) flags(e *entry, l *db.AttendanceEntry, who *whom) []string {
	var flags []string
	if l.CorrectedAt != nil {
		flags = append(flags, ClockSkew)
	}
	switch l.Method {
	case attendanceentry.MethodBACKFILL:
		if l.Reason == "" {
			flags = append(flags, NoReason)
		}
		if who.person != "" && who.person == l.RecordedBy {
			flags = append(flags, ByOneself)
		}
	case attendanceentry.MethodVENUE_CODE:
		if shown := b.shownAt(*e.VenueCode, e.seen); shown == nil || stepOf(b.now)-*shown > window {
			flags = append(flags, LateCode)
		}
	}
	if l.Direction == attendanceentry.DirectionABSENT {
		return flags
	}
	if s := who.signUp; s != nil {
		if outside(counted(l), b.shift(s.ShiftID)) {
			flags = append(flags, OutsideTime)
		}
		if l.ShiftID != nil && *l.ShiftID != s.ShiftID {
			flags = append(flags, OtherShift)
		}
	}
	before, after := beside(b.before(who), l)
	switch l.Direction {
	case attendanceentry.DirectionIN:
		if is(before, attendanceentry.DirectionIN) || is(after, attendanceentry.DirectionIN) {
			flags = append(flags, AlreadyCheckedIn)
		}
	case attendanceentry.DirectionOUT:
		if before == nil {
			flags = append(flags, NotHere)
		}
	}
	return flags
}

// before are the lines that concern whom the next line is about.
func (b *book) before(who *whom) []*db.AttendanceEntry {
	if who.signUp != nil {
		return b.about(who.signUp)
	}
	return b.loose[who.person]
}

func is(l *db.AttendanceEntry, d attendanceentry.Direction) bool { return l != nil && l.Direction == d }

// beside are the INs and OUTs on either side of a line, by counted time; before it, nothing that comes before the first IN.
func beside(lines []*db.AttendanceEntry, l *db.AttendanceEntry) (before, after *db.AttendanceEntry) {
	for _, other := range standing(lines) {
		switch {
		case other.ID == l.ID, other.Direction == attendanceentry.DirectionABSENT, other.Method == attendanceentry.MethodRULE:
		case inTime(other, l) > 0:
			return before, other
		case before != nil || other.Direction == attendanceentry.DirectionIN:
			before = other
		}
	}
	return before, nil
}

// early and late are how far outside a shift an arrival is still nothing to look at; skew is how far a device's clock may
// be from the server's.
const (
	early = time.Hour
	late  = time.Hour
	skew  = 2 * time.Minute
)

// outside tells whether a time is far from the shift; time never refuses an entry.
func outside(at time.Time, shift *db.Shift) bool {
	return at.Before(shift.StartsAt.Add(-early)) || at.After(shift.EndsAt.Add(late))
}

// worthALook tells whether a line with flags goes on the list of to-dos: all but a scan that the same phone made twice.
func (b *book) worthALook(l *db.AttendanceEntry) bool {
	if len(l.Warnings) != 1 || l.Warnings[0] != AlreadyCheckedIn || l.SignUpID == nil {
		return len(l.Warnings) > 0
	}
	before, after := beside(b.about(b.signUps[*l.SignUpID]), l)
	return !sameHand(before, l) && !sameHand(after, l)
}

// sameHand tells whether another line is an IN that the same recorder made on the same device.
func sameHand(other, l *db.AttendanceEntry) bool {
	return is(other, attendanceentry.DirectionIN) && other.RecordedBy == l.RecordedBy && other.DeviceID == l.DeviceID
}
