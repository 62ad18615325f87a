package roster

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/fault"
)

// closed answers nil while places of the shift are given out: from publishing to the end of the shift. Else it is CLOSED
// and says why.
func closed(e *db.Event, s *db.Shift, now time.Time) error {
	switch {
	case e.Status == event.StatusCANCELLED:
		return fault.New(fault.Closed, "The event was cancelled.").Because("EVENT_CANCELLED")
	case e.Status != event.StatusPUBLISHED:
		return fault.New(fault.Closed, "The event is not published yet.").Because("NOT_PUBLISHED")
	case !now.Before(e.EndsAt):
		return fault.New(fault.Closed, "The event is over.").Because("EVENT_ENDED")
	case !now.Before(s.EndsAt):
		return fault.New(fault.Closed, "The shift is over.").Because("SHIFT_ENDED")
	}
	return nil
}
