package door

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
)

// derive tells from the lines of one sign-up when the person came and left: the earliest IN and the latest OUT that
// were not taken back. The order in which lines arrived does not matter.
func derive(lines []*db.AttendanceEntry) (in, out *time.Time) {
	undone := map[string]bool{}
	for _, l := range lines {
		if l.Direction == attendanceentry.DirectionUNDO && l.Undoes != nil {
			undone[*l.Undoes] = true
		}
	}
	for _, l := range lines {
		switch {
		case undone[l.ID]:
		case l.Direction == attendanceentry.DirectionIN && (in == nil || l.At.Before(*in)):
			in = &l.At
		case l.Direction == attendanceentry.DirectionOUT && (out == nil || l.At.After(*out)):
			out = &l.At
		}
	}
	return in, out
}

// early and late are how far outside a shift an arrival is still nothing to look at; skew is how far ahead of the server
// a device's clock may be.
const (
	early = time.Hour
	late  = time.Hour
	skew  = 2 * time.Minute
)

// timing flags an entry's time against the shift's times and the server's clock; time never refuses an entry.
func timing(at, now time.Time, shift *db.Shift) []string {
	var flags []string
	if at.After(now.Add(skew)) {
		flags = append(flags, ClockSkew)
	}
	if at.Before(shift.StartsAt.Add(-early)) || at.After(shift.EndsAt.Add(late)) {
		flags = append(flags, OutsideTime)
	}
	return flags
}
