package door

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/server/viewer"
)

// enter judges one entry, answers it in r and, if it is accepted, adds it to what will be written. It returns the id of the
// sign-up concerned, if any.
func (b *book) enter(ctx context.Context, e numbered, r *Result) (string, error) {
	*r = Result{ID: e.ID, Warnings: []string{}}
	if known, ok := b.lines[e.ID]; ok {
		return b.replay(e, known, r)
	}
	if reason := b.forbids(e); reason != "" {
		r.Warnings = []string{reason}
		return "", nil
	}
	if *e.Direction == attendanceentry.DirectionUNDO {
		return b.undo(ctx, e, r)
	}
	who, flags, err := b.who(ctx, e)
	if err != nil {
		return "", err
	}
	if who == nil {
		r.Warnings = flags
		return "", nil
	}
	if !b.leads && !viewer.From(ctx).Speaks(who.person) {
		r.Warnings = []string{Forbidden}
		return "", nil
	}
	if who.signUp == nil && *e.Direction == attendanceentry.DirectionIN {
		more, err := b.letIn(ctx, who, e)
		if err != nil {
			return "", err
		}
		flags = append(flags, more...)
	}
	if who.signUp != nil {
		flags = append(flags, b.flags(e, who.signUp)...)
	}
	r.Accepted, r.Warnings = true, append(r.Warnings, unique(flags)...)
	return b.write(ctx, e, who, r.Warnings), nil
}

// replay answers an entry that is in the log already.
func (b *book) replay(e numbered, known *db.AttendanceEntry, r *Result) (string, error) {
	if known.EventID != b.event.ID || known.Fingerprint != e.fingerprint() {
		return "", used(e.n)
	}
	r.Accepted, r.Warnings = true, known.Warnings
	if known.SignUpID == nil {
		return "", nil
	}
	return *known.SignUpID, nil
}

// forbids tells why this viewer may not send such an entry, "" if she may.
func (b *book) forbids(e numbered) string {
	if e.Method != attendanceentry.MethodVENUE_CODE {
		if !b.leads {
			return Forbidden
		}
		return ""
	}
	if e.VenueCode == nil || !b.door.fresh(b.event.ID, *e.VenueCode, b.tx.Now()) {
		return StaleCode
	}
	return ""
}

// flags is what a lead should look at in an entry for this sign-up.
func (b *book) flags(e numbered, s *db.SignUp) []string {
	flags := timing(e.At, b.tx.Now(), b.shift(s.ShiftID))
	if e.ShiftID != nil && *e.ShiftID != s.ShiftID {
		flags = append(flags, OtherShift)
	}
	if *e.Direction == attendanceentry.DirectionIN && s.CheckedInAt != nil {
		flags = append(flags, AlreadyCheckedIn)
	}
	return flags
}

// undo takes an entry of this event back; taking back what was taken back changes nothing more.
func (b *book) undo(ctx context.Context, e numbered, r *Result) (string, error) {
	line, ok := b.lines[*e.Undoes]
	if !ok || line.EventID != b.event.ID || line.Direction == attendanceentry.DirectionUNDO {
		r.Warnings = []string{UnknownSignUp}
		return "", nil
	}
	who := &whom{}
	if line.PersonID != nil {
		who.person = *line.PersonID
	}
	if line.SignUpID != nil {
		who.signUp = b.signUps[*line.SignUpID]
	}
	if !b.leads && !viewer.From(ctx).Speaks(who.person) {
		r.Warnings = []string{Forbidden}
		return "", nil
	}
	r.Accepted = true
	return b.write(ctx, e, who, r.Warnings), nil
}

// write adds an accepted entry to what will be saved, and moves its sign-up's times so that the next entry sees them.
func (b *book) write(ctx context.Context, e numbered, who *whom, warnings []string) string {
	line := &db.AttendanceEntry{
		ID: e.ID, CreatedAt: b.tx.Now(), CommunityID: b.event.CommunityID, EventID: b.event.ID, Method: e.Method, Direction: *e.Direction,
		At: e.At, Undoes: e.Undoes, ShiftID: e.ShiftID, RecordedBy: viewer.From(ctx).PersonID, Fingerprint: e.fingerprint(), Warnings: warnings,
	}
	if who.person != "" {
		line.PersonID = &who.person
	}
	if e.Name != nil {
		line.Name = *e.Name
	}
	if e.PhoneTail != nil {
		line.PhoneTail = *e.PhoneTail
	}
	if who.signUp != nil {
		line.SignUpID = &who.signUp.ID
		b.dirty[who.signUp.ID] = true
		if line.Direction == attendanceentry.DirectionIN && who.signUp.CheckedInAt == nil {
			who.signUp.CheckedInAt = &line.At
		}
	}
	b.lines[line.ID] = line
	b.written = append(b.written, line)
	if line.SignUpID == nil {
		return ""
	}
	return *line.SignUpID
}

func unique(flags []string) []string {
	slices.Sort(flags)
	return slices.Compact(flags)
}
