package door

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/correction"
	"linli/ent/db/device"
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
	signUps, err := d.store.Client().SignUp.Query().Where(signup.IDIn(signUpIDs...)).All(ctx)
	if err != nil {
		return nil, err
	}
	shifts := make([]string, len(signUps))
	ids := make([]string, len(signUps))
	for i, s := range signUps {
		ids[i], shifts[i] = s.ID, s.ShiftID
	}
	whole := viewer.Internal(ctx)
	within, err := d.store.Client().Shift.Query().Where(shift.IDIn(shifts...)).All(whole)
	if err != nil {
		return nil, err
	}
	times := map[string]*db.Shift{}
	for _, s := range within {
		times[s.ID] = s
	}
	lines, err := d.store.Client().AttendanceEntry.Query().Where(attendanceentry.SignUpIDIn(ids...)).All(whole)
	if err != nil {
		return nil, err
	}
	who, err := d.writers(ctx, lines)
	if err != nil {
		return nil, err
	}
	of := bySignUp(lines)
	all := make(map[string]*Attendance, len(signUps))
	for _, s := range signUps {
		all[s.ID] = who.attendance(of[s.ID], times[s.ShiftID])
	}
	return all, d.addCorrections(ctx, all, ids)
}

func bySignUp(lines []*db.AttendanceEntry) map[string][]*db.AttendanceEntry {
	of := map[string][]*db.AttendanceEntry{}
	for _, l := range lines {
		of[*l.SignUpID] = append(of[*l.SignUpID], l)
	}
	return of
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

// writers are the names of people and devices by id.
type writers struct{ people, devices map[string]string }

func (d *Door) writers(ctx context.Context, lines []*db.AttendanceEntry) (*writers, error) {
	var people, devices []string
	for _, l := range lines {
		people, devices = append(people, l.RecordedBy), append(devices, l.DeviceID)
	}
	w := &writers{devices: map[string]string{}}
	var err error
	if w.people, err = d.names(ctx, people); err != nil {
		return nil, err
	}
	rows, err := d.store.Client().Device.Query().Where(device.IDIn(devices...)).Select(device.FieldID, device.FieldName).All(viewer.Internal(ctx))
	for _, row := range rows {
		w.devices[row.ID] = row.Name
	}
	return w, err
}

// attendance tells what lines say of a sign-up for that shift.
func (w *writers) attendance(lines []*db.AttendanceEntry, within *db.Shift) *Attendance {
	times := spans(lines)
	a := &Attendance{Minutes: minutes(times, within), Spans: []*Span{}, Corrections: []*Correction{}}
	for _, t := range times[max(0, len(times)-mostSpans):] {
		s := &Span{From: counted(t.in), Came: w.source(t.in)}
		if t.out != nil {
			s.To, s.Left, s.Minutes = when(t.out), w.source(t.out), *minutes([]span{t}, within)
		}
		a.Spans = append(a.Spans, s)
	}
	return a
}

func (w *writers) source(l *db.AttendanceEntry) *Source {
	return &Source{EntryID: l.ID, Method: l.Method, At: counted(l), RecordedAt: l.CreatedAt, By: w.people[l.RecordedBy], Device: w.devices[l.DeviceID],
		Reason: l.Reason, Flags: l.Warnings}
}
