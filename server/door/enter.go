package door

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
)

// enter judges one entry, answers it and, if it is accepted, adds it to what will be written.
func (b *book) enter(ctx context.Context, from *batch, e *entry) error {
	if known, ok := b.lines[e.ID]; ok {
		from.accept(e, known)
		return nil
	}
	if reason := b.forbids(from, e); reason != "" {
		from.refuse(e, reason)
		return nil
	}
	if *e.Direction == attendanceentry.DirectionUNDO {
		b.undo(from, e)
		return nil
	}
	who, flags, err := b.who(ctx, from, e)
	if err != nil {
		return err
	}
	switch {
	case who == nil:
		from.refuse(e, flags[0])
		return nil
	case !from.leads && !from.viewer.Speaks(who.person):
		from.refuse(e, Forbidden)
		return nil
	}
	if who.signUp == nil && *e.Direction == attendanceentry.DirectionIN {
		flags = append(flags, b.letIn(from, who, e)...)
	}
	b.put(b.line(from, e, who, flags), from.viewer)
	from.accept(e, b.lines[e.ID])
	return nil
}

func (b *batch) accept(e *entry, l *db.AttendanceEntry) {
	b.results[e.n] = &Result{ID: e.ID, Accepted: true, Warnings: l.Warnings}
}

// forbids tells why this sender may not make such an entry, "" if she may.
func (b *book) forbids(from *batch, e *entry) string {
	end := from.viewer.Ended()
	switch {
	case e.Method == attendanceentry.MethodVENUE_CODE && (e.VenueCode == nil || b.shownAt(*e.VenueCode, e.seen) == nil):
		return StaleCode
	case e.Method != attendanceentry.MethodVENUE_CODE && !from.leads, end && e.counted().After(*from.viewer.Door.EndedAt):
		return Forbidden
	case len(b.shifts) == 0:
		return UnknownSignUp
	}
	return ""
}

// undo takes an entry of this event back; taking back what was taken back changes nothing more. Who does not run the door
// takes back only what she entered herself.
func (b *book) undo(from *batch, e *entry) {
	undone, ok := b.lines[*e.Undoes]
	if !ok || undone.EventID != b.event.ID || undone.Direction == attendanceentry.DirectionUNDO {
		from.refuse(e, UnknownSignUp)
		return
	}
	if !from.leads && undone.RecordedBy != from.viewer.PersonID {
		from.refuse(e, Forbidden)
		return
	}
	who := &whom{}
	if undone.PersonID != nil {
		who.person = *undone.PersonID
	}
	if undone.SignUpID != nil {
		who.signUp = b.signUps[*undone.SignUpID]
	}
	line := b.line(from, e, who, nil)
	b.put(line, from.viewer)
	from.accept(e, line)
}

// line is an accepted entry as the log keeps it.
func (b *book) line(from *batch, e *entry, who *whom, flags []string) *db.AttendanceEntry {
	l := &db.AttendanceEntry{
		ID: e.ID, CreatedAt: b.now, CommunityID: b.event.CommunityID, EventID: b.event.ID, Method: e.Method, Direction: *e.Direction, At: e.At,
		CorrectedAt: e.corrected, Undoes: e.Undoes, ShiftID: e.ShiftID, RecordedBy: from.viewer.PersonID, Fingerprint: e.fingerprint,
		Name: value(e.Name), PhoneTail: value(e.PhoneTail), Reason: value(e.Reason),
	}
	if from.viewer.Door != nil {
		l.DeviceID = from.viewer.Door.DeviceID
	}
	if who.person != "" {
		l.PersonID = &who.person
	}
	if who.signUp != nil {
		l.SignUpID = &who.signUp.ID
	}
	if from.viewer.Ended() {
		flags = append(flags, DeviceRevoked)
	}
	if l.Direction != attendanceentry.DirectionUNDO {
		flags = append(flags, b.flags(e, l, who)...)
	}
	slices.Sort(flags)
	l.Warnings = append([]string{}, slices.Compact(flags)...)
	return l
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
