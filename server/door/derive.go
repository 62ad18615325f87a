package door

import (
	"cmp"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
)

// counted is when a line happened: by the server's clock where the device's was wrong.
func counted(l *db.AttendanceEntry) time.Time {
	if l.CorrectedAt != nil {
		return *l.CorrectedAt
	}
	return l.At
}

// span is from coming to leaving; out is nil while the person is still there.
type span struct{ in, out *db.AttendanceEntry }

// spans tells from the lines of one sign-up when the person was there, in order of time: each from the first IN of a run of
// them to the last OUT of the run after it. An OUT before any IN belongs to no span. What the rule wrote closes only a span
// that nothing else closes, so that a leaving which becomes known later takes its place. The order in which lines arrived
// does not matter.
func spans(lines []*db.AttendanceEntry) []span {
	var all []span
	var rule *db.AttendanceEntry
	for _, l := range standing(lines) {
		last := len(all) - 1
		switch {
		case l.Direction == attendanceentry.DirectionABSENT:
		case l.Method == attendanceentry.MethodRULE:
			rule = l
		case l.Direction == attendanceentry.DirectionIN && (last < 0 || all[last].out != nil):
			all = append(all, span{in: l})
		case l.Direction == attendanceentry.DirectionOUT && last >= 0:
			all[last].out = l
		}
	}
	if last := len(all) - 1; last >= 0 && all[last].out == nil {
		all[last].out = rule
	}
	return all
}

// standing are the lines that were not taken back, without those that take back, by counted time.
func standing(lines []*db.AttendanceEntry) []*db.AttendanceEntry {
	undone := map[string]bool{}
	for _, l := range lines {
		if l.Direction == attendanceentry.DirectionUNDO && l.Undoes != nil {
			undone[*l.Undoes] = true
		}
	}
	var all []*db.AttendanceEntry
	for _, l := range lines {
		if l.Direction != attendanceentry.DirectionUNDO && !undone[l.ID] {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, inTime)
	return all
}

// inTime orders lines by counted time; of two at the same time coming is before leaving, else the id decides.
func inTime(a, b *db.AttendanceEntry) int {
	return cmp.Or(counted(a).Compare(counted(b)), cmp.Compare(a.Direction, b.Direction), cmp.Compare(a.ID, b.ID))
}

// minutes are the whole minutes of the spans within the shift; nil while none of them is closed.
func minutes(all []span, shift *db.Shift) *int {
	var sum time.Duration
	closed := false
	for _, s := range all {
		if s.out == nil {
			continue
		}
		closed = true
		from, to := counted(s.in), counted(s.out)
		if from.Before(shift.StartsAt) {
			from = shift.StartsAt
		}
		if to.After(shift.EndsAt) {
			to = shift.EndsAt
		}
		sum += max(0, to.Sub(from))
	}
	if !closed {
		return nil
	}
	n := int(sum / time.Minute)
	return &n
}

// derived is what the log says of one sign-up.
type derived struct {
	in, out, absent *time.Time
	minutes         *int
}

// derive tells it from all lines of the sign-up: in is the first IN, out the end of the last span, or nil while that is open;
// of somebody whom nobody saw come, out is the last OUT. An IN counts more than that she did not come.
func derive(lines []*db.AttendanceEntry, shift *db.Shift) derived {
	all := spans(lines)
	if len(all) > 0 {
		d := derived{in: when(all[0].in), minutes: minutes(all, shift)}
		if last := all[len(all)-1]; last.out != nil {
			d.out = when(last.out)
		}
		return d
	}
	var d derived
	for _, l := range standing(lines) {
		switch {
		case l.Direction == attendanceentry.DirectionABSENT:
			d.absent = when(l)
		case l.Direction == attendanceentry.DirectionOUT && l.Method != attendanceentry.MethodRULE:
			d.out = when(l)
		}
	}
	return d
}

func when(l *db.AttendanceEntry) *time.Time {
	at := counted(l)
	return &at
}
