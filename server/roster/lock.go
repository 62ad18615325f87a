package roster

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/unit"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// Lock raises the event's roster_version, which takes its row lock on both databases, and returns the event as it then
// is, with the id, community and path of its unit. Every verb that changes an event, its roster or its door log begins with
// it: what is read afterwards cannot change before the commit, and the raised version is the revision that readers will see.
func Lock(ctx context.Context, tx *store.Tx, eventID string) (*db.Event, error) {
	n, err := tx.Event.Update().Where(event.ID(eventID)).AddRosterVersion(1).Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.Missing()
	}
	e, err := withPath(ctx, tx, eventID)
	if err != nil {
		return nil, err
	}
	tx.Announce(live.Event(e.ID))
	tx.RollUp(e.CommunityID, e.Edges.Unit.Path)
	return e, nil
}

// withPath reads an event and where it belongs with one query, for others wait meanwhile.
func withPath(ctx context.Context, tx *store.Tx, eventID string) (*db.Event, error) {
	const path = "unit_path"
	q := tx.Event.Query().Where(event.ID(eventID))
	q.Modify(func(s *sql.Selector) {
		t := sql.Table(unit.Table)
		s.Join(t).On(s.C(event.FieldUnitID), t.C(unit.FieldID))
		s.AppendSelectAs(t.C(unit.FieldPath), path)
	})
	e, err := q.Only(ctx)
	if err != nil {
		return nil, err
	}
	value, err := e.Value(path)
	if err != nil {
		return nil, err
	}
	e.Edges.Unit = &db.Unit{ID: e.UnitID, CommunityID: e.CommunityID, Path: fmt.Sprint(value)}
	return e, nil
}
