package door

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"linli/ent/db/attendanceentry"
	"linli/server/fault"
	"linli/server/text"
	"linli/server/ticket"
)

// most is how many entries a batch may hold.
const most = 200

// check refuses a batch that no device of ours makes: nothing of it is kept.
func check(batch []*Entry) error {
	if len(batch) == 0 || len(batch) > most {
		return fault.Field("input", "Send 1 to %d entries at a time.", most).Because("TOO_MANY").With("most", most)
	}
	for i, e := range batch {
		if err := e.check(fmt.Sprintf("input.%d.", i)); err != nil {
			return err
		}
	}
	return nil
}

func (e *Entry) check(field string) error {
	id, err := uuid.Parse(e.ID)
	if err != nil || len(e.ID) != 36 {
		return fault.Field(field+"id", "The id must be a UUID made by the device.")
	}
	e.ID = id.String()
	if e.Direction == nil {
		in := attendanceentry.DirectionIN
		e.Direction = &in
	}
	if *e.Direction == attendanceentry.DirectionUNDO {
		if e.Undoes == nil {
			return fault.Field(field+"undoes", "Say which entry is taken back.")
		}
		undoes := strings.ToLower(*e.Undoes)
		e.Undoes = &undoes
	}
	if *e.Direction == attendanceentry.DirectionABSENT && (e.Method == attendanceentry.MethodVENUE_CODE || e.Method == attendanceentry.MethodWALK_IN) {
		return fault.Field(field+"direction", "Whoever is here is not absent.")
	}
	if err := e.checkIDs(field); err != nil {
		return err
	}
	if e.Name != nil {
		name, err := text.Line(field+"name", *e.Name, text.Name)
		if err != nil {
			return err
		}
		e.Name = &name
	}
	if e.Method == attendanceentry.MethodRULE {
		return fault.Field(field+"method", "Only the program writes this.")
	}
	if e.Reason != nil {
		reason, err := text.Optional(field+"reason", *e.Reason, text.Reason)
		if err != nil {
			return err
		}
		e.Reason = &reason
	}
	if e.PhoneTail != nil && *e.PhoneTail != "" && !isTail(*e.PhoneTail) {
		return fault.Field(field+"phoneTail", "The last four digits of the phone.")
	}
	for _, shown := range []struct {
		field string
		code  *string
	}{{"ticket", e.Ticket}, {"venueCode", e.VenueCode}} {
		if shown.code != nil && len(*shown.code) > ticket.Longest {
			return fault.Field(field+shown.field, "Longer than any ticket.").Because("TOO_LONG").With("most", ticket.Longest)
		}
	}
	return nil
}

// longest is how long an id may be.
const longest = 64

func (e *Entry) checkIDs(field string) error {
	for _, one := range []struct {
		field string
		id    *string
	}{{"eventId", &e.EventID}, {"undoes", e.Undoes}, {"signUpId", e.SignUpID}, {"personId", e.PersonID}, {"shiftId", e.ShiftID}} {
		if one.id != nil && (len(*one.id) > longest || !utf8.ValidString(*one.id) || strings.ContainsRune(*one.id, 0)) {
			return fault.Field(field+one.field, "Not an id.").With("most", longest)
		}
	}
	return nil
}

func isTail(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}

// fingerprint is the hash of what was sent: the same id with something else is a conflict.
func (e *Entry) fingerprint() string {
	raw, err := json.Marshal(e)
	if err != nil {
		panic(err) // plain fields only
	}
	sum := sha256.Sum256(raw)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
