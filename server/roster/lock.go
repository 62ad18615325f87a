package roster

import (
	"context"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// Lock raises the event's roster_version, which takes its row lock on both databases, and returns the event as it then
// is, with the id, community and path of its unit. Every verb that changes an event, its roster or its door log begins with
// it: what is read afterwards cannot change before the commit, and the raised version is the revision that readers will see.
func Lock(ctx context.Context, tx *store.Tx, eventID string) (*db.Event, error) {
	e, err := raise(ctx, tx, eventID)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, fault.Missing()
	}
	tx.Announce(live.Event(e.ID))
	tx.RollUp(e.CommunityID, e.Edges.Unit.Path)
	return e, nil
}

// raised is what raise reads: ent would take three statements for it, and others wait meanwhile.
type raised struct {
	db.Event
	UnitPath string `sql:"unit_path"`
}

var returning = " RETURNING " + strings.Join(event.Columns, ", ") +
	", (SELECT path FROM units WHERE units.id = events.unit_id) AS unit_path"

// raise answers nil where there is no such event.
func raise(ctx context.Context, tx *store.Tx, eventID string) (*db.Event, error) {
	d := dialect.SQLite
	if tx.Postgres() {
		d = dialect.Postgres
	}
	update, args := sql.Dialect(d).Update(event.Table).Add(event.FieldRosterVersion, 1).Where(sql.EQ(event.FieldID, eventID)).Query()
	rows, err := tx.QueryContext(ctx, update+returning, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []*raised
	if err := sql.ScanSlice(rows, &found); err != nil || len(found) == 0 {
		return nil, err
	}
	e := &found[0].Event
	e.Edges.Unit = &db.Unit{ID: e.UnitID, CommunityID: e.CommunityID, Path: found[0].UnitPath}
	return e, nil
}
