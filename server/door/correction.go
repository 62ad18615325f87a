package door

import (
	"context"
	"time"

	"linli/ent/db/attendanceentry"
	"linli/ent/db/correction"
	"linli/server/page"
)

// Correction is a volunteer's wish to have other times counted.
type Correction struct {
	ID, SignUpID string
	Came, Went   time.Time
	Reason       string
	Status       correction.Status
	AskedBy      string
	CreatedAt    time.Time
	DecidedBy    string
	DecidedAt    *time.Time
	Note         string
	MayDecide    bool
}

// Source is where a time comes from: an entry of the log.
type Source struct {
	EntryID            string
	Method             attendanceentry.Method
	At, RecordedAt     time.Time
	By, Device, Reason string
	Flags              []string
}

// Span is from coming to leaving.
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
	Corrections []*Correction
}

// Attendances reads them by sign-up.
func (d *Door) Attendances(ctx context.Context, signUpIDs []string) (map[string]*Attendance, error) {
	return nil, errLater
}

// Corrections lists those of the viewer's events.
func (d *Door) Corrections(ctx context.Context, status *correction.Status, args page.Args) (*page.Connection[*Correction], error) {
	return nil, errLater
}

// AskCorrection asks for one.
func (d *Door) AskCorrection(ctx context.Context, signUpID string, came, went time.Time, reason string) (*Correction, error) {
	return nil, errLater
}

// DecideCorrection decides it.
func (d *Door) DecideCorrection(ctx context.Context, id string, approve bool, note string) (*Correction, error) {
	return nil, errLater
}
