package roster

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/fault"
)

// clash finds among a person's active sign-ups one whose shift overlaps in time: the earliest. Shifts that only touch do
// not clash, nor does a cancelled event.
func clash(want *db.Shift, busy []*db.SignUp) *db.SignUp {
	var first *db.SignUp
	for _, s := range busy {
		other := s.Edges.Shift
		if Final(s.Status) || other.ID == want.ID || s.Edges.Event.Status == event.StatusCANCELLED {
			continue
		}
		if !other.StartsAt.Before(want.EndsAt) || !want.StartsAt.Before(other.EndsAt) {
			continue
		}
		if first == nil || other.StartsAt.Before(first.Edges.Shift.StartsAt) {
			first = s
		}
	}
	return first
}

// clashed is the CONFLICT that names what a person does at that time.
func clashed(s *db.SignUp) error {
	return fault.New(fault.Conflict, "There is another sign-up at that time.").Because("CLASH").With("clash", map[string]any{
		"title": s.Edges.Event.Title, "eventId": s.EventID, "personId": s.PersonID,
		"startsAt": instant(s.Edges.Shift.StartsAt), "endsAt": instant(s.Edges.Shift.EndsAt),
	})
}

// instant writes a time as the API does.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }
