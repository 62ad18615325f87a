package door

import (
	"errors"
	"strings"

	"github.com/google/uuid"

	"linli/ent/db"
)

// record adds a line about a sign-up that the program itself writes.
func (b *book) record(s *db.SignUp, l *db.AttendanceEntry) {
	l.CreatedAt, l.CommunityID, l.EventID = b.tx.Now(), b.event.CommunityID, b.event.ID
	l.SignUpID, l.PersonID, l.ShiftID = &s.ID, &s.PersonID, &s.ShiftID
	l.Fingerprint, l.Warnings = l.ID, []string{} // no device sends it
	b.signUps[s.ID], b.lines[l.ID], b.dirty[s.ID] = s, l, true
	b.written = append(b.written, l)
}

// lineIDs is the space of the ids of lines that the program writes.
var lineIDs = uuid.MustParse("6f1b51c4-6d0e-4f0c-9a0b-5c9c3a1d7e42")

// derivedID is the id of a line that follows from others, so that it is written once, whoever writes it.
func derivedID(from ...string) string {
	return uuid.NewSHA1(lineIDs, []byte(strings.Join(from, "/"))).String()
}

// untouched is nil for a change that found nothing to write.
func untouched(err error) error {
	if errors.Is(err, errUntouched) {
		return nil
	}
	return err
}
