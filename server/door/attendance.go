package door

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/correction"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/viewer"
)

// Source is where a time comes from: an entry of the log.
type Source struct {
	EntryID            string
	Method             attendanceentry.Method
	At, RecordedAt     time.Time // by the server's clock
	By, Device, Reason string
	Flags              []string
}

// Span is from coming to leaving; its minutes are those within the shift.
type Span struct {
	From    time.Time
	To      *time.Time
	Minutes int
	Came    *Source
	Left    *Source
}

// Attendance is what the log says of one sign-up.
type Attendance struct {
	Minutes     *int
	Spans       []*Span
	Corrections []*Correction // at most 20, newest first
}

const (
	// mostSpans bounds how often somebody is shown to have come and gone: the last.
	mostSpans = 50
	// mostCorrections bounds those of one sign-up.
	mostCorrections = 20
)

// Attendances reads what the log says by sign-up, of those that the viewer may see: her own, those of whom she acts for, and
// those of events whose door she runs.
func (d *Door) Attendances(ctx context.Context, signUpIDs []string) (map[string]*Attendance, error) {
	rows, err := d.store.Client().SignUp.Query().Where(signup.IDIn(signUpIDs...)).All(ctx)
	if err != nil {
		return nil, err
	}
	whole := viewer.Internal(ctx)
	of, err := logs(whole, d.store.Client(), rows...)
	if err != nil {
		return nil, err
	}
	var named ids
	var seen []string
	for _, s := range rows {
		seen, named.shifts = append(seen, s.ID), append(named.shifts, s.ShiftID)
		for _, l := range of[s.ID] {
			named.people, named.devices = append(named.people, l.RecordedBy), append(named.devices, l.DeviceID)
		}
	}
	names, err := d.names(ctx, named)
	if err != nil {
		return nil, err
	}
	within, err := d.store.Client().Shift.Query().Where(shift.IDIn(named.shifts...)).All(whole)
	if err != nil {
		return nil, err
	}
	times := map[string]*db.Shift{}
	for _, s := range within {
		times[s.ID] = s
	}
	all := make(map[string]*Attendance, len(rows))
	for _, s := range rows {
		all[s.ID] = attendance(of[s.ID], times[s.ShiftID], names)
	}
	return all, d.addCorrections(ctx, all, seen)
}

// addCorrections gives each what was asked for it.
func (d *Door) addCorrections(ctx context.Context, all map[string]*Attendance, ids []string) error {
	rows, err := d.store.Client().Correction.Query().Where(correction.SignUpIDIn(ids...)).
		Order(correction.ByCreatedAt(sql.OrderDesc()), correction.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return err
	}
	shown, err := d.corrections(ctx, rows...)
	if err != nil {
		return err
	}
	for _, c := range shown {
		if a := all[c.SignUpID]; len(a.Corrections) < mostCorrections {
			a.Corrections = append(a.Corrections, c)
		}
	}
	return nil
}

// attendance tells what lines say of a sign-up for that shift.
func attendance(lines []*db.AttendanceEntry, within *db.Shift, names map[string]string) *Attendance {
	times := spans(lines)
	a := &Attendance{Minutes: minutes(times, within), Spans: []*Span{}, Corrections: []*Correction{}}
	for _, t := range times[max(0, len(times)-mostSpans):] {
		s := &Span{From: counted(t.in), Came: source(t.in, names)}
		if t.out != nil {
			s.To, s.Left, s.Minutes = when(t.out), source(t.out, names), *minutes([]span{t}, within)
		}
		a.Spans = append(a.Spans, s)
	}
	return a
}

func source(l *db.AttendanceEntry, names map[string]string) *Source {
	return &Source{EntryID: l.ID, Method: l.Method, At: counted(l), RecordedAt: l.CreatedAt, By: names[l.RecordedBy], Device: names[l.DeviceID],
		Reason: l.Reason, Flags: l.Warnings}
}
