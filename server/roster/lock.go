package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// Lock raises the event's roster_version, which takes its row lock on both databases, and returns the event as it then
// is, with its unit. Every verb that changes an event, its roster or its door log begins with it: what is read afterwards
// cannot change before the commit, and the raised version is the revision that readers will see.
func Lock(ctx context.Context, tx *store.Tx, eventID string) (*db.Event, error) {
	n, err := tx.Event.Update().Where(event.ID(eventID)).AddRosterVersion(1).Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.Missing()
	}
	e, err := tx.Event.Query().Where(event.ID(eventID)).WithUnit().Only(ctx)
	if err != nil {
		return nil, err
	}
	tx.Announce(live.Event(e.ID))
	tx.RollUp(e.CommunityID, e.Edges.Unit.Path)
	return e, nil
}
