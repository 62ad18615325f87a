package event

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
)

// Finished is the status of what was published and is over; it is not stored, for it follows from the end.
const Finished = event.Status("FINISHED")

// longest is how long an event may last.
const longest = 14 * 24 * time.Hour

// Status is the event's status at this moment.
func (e *Events) Status(row *db.Event) event.Status {
	if over(row, e.store.Now()) {
		return Finished
	}
	return row.Status
}

func over(row *db.Event, now time.Time) bool {
	return row.Status == event.StatusPUBLISHED && !row.EndsAt.After(now)
}
