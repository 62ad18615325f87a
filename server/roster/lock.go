package roster

import (
	"context"
	"encoding/json"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/schema"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// Lock raises the event's roster_version, which takes its row lock on both databases, and returns the event as it then is,
// with the id, community and path of its unit, and the zone and rules of its community. Every verb that changes an event,
// its roster or its door log begins with it: what is read afterwards cannot change before the commit, and the raised version
// is the revision that readers will see.
func Lock(ctx context.Context, tx *store.Tx, eventID string) (*db.Event, error) {
	all, err := raise(ctx, tx, []string{eventID})
	if err != nil {
		return nil, err
	}
	e := all[eventID]
	if e == nil {
		return nil, fault.Missing()
	}
	announce(tx, e)
	return e, nil
}

// announce wakes those who watch the event and the units above it.
func announce(tx *store.Tx, e *db.Event) {
	tx.Announce(live.Event(e.ID))
	tx.Touch(e.CommunityID, e.ID)
}

// raised is what raise reads: ent would take four statements for it, and others wait meanwhile.
type raised struct {
	db.Event
	UnitPath   string  `sql:"unit_path"`
	Zone       string  `sql:"zone"`
	OfferRules *string `sql:"offer_rules"`
}

var (
	returning = " RETURNING events." + strings.Join(event.Columns, ", events.") +
		", (SELECT path FROM units WHERE units.id = events.unit_id) AS unit_path" +
		", (SELECT time_zone FROM communities WHERE communities.id = events.community_id) AS zone" +
		", (SELECT offer_rules FROM communities WHERE communities.id = events.community_id) AS offer_rules"
	// raiseMany locks in the order of the ids, so that two who want the same events never wait for each other.
	raiseMany = "WITH wanted AS (SELECT id FROM events WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE) " +
		"UPDATE events SET roster_version = roster_version + 1 FROM wanted WHERE events.id = wanted.id" + returning
)

// raise locks the events; those that are not there are left out.
func raise(ctx context.Context, tx *store.Tx, ids []string) (map[string]*db.Event, error) {
	query, args := raising(tx, ids)
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []*raised
	if err := sql.ScanSlice(rows, &found); err != nil {
		return nil, err
	}
	all := make(map[string]*db.Event, len(found))
	for _, f := range found {
		e := &f.Event
		e.Edges.Unit = &db.Unit{ID: e.UnitID, CommunityID: e.CommunityID, Path: f.UnitPath}
		e.Edges.Community = &db.Community{ID: e.CommunityID, TimeZone: f.Zone}
		if f.OfferRules != nil {
			e.Edges.Community.OfferRules = &schema.OfferRules{}
			if err := json.Unmarshal([]byte(*f.OfferRules), e.Edges.Community.OfferRules); err != nil {
				return nil, err
			}
		}
		all[e.ID] = e
	}
	return all, nil
}

func raising(tx *store.Tx, ids []string) (query string, args []any) {
	d := dialect.SQLite
	if tx.Postgres() {
		if len(ids) > 1 {
			return raiseMany, []any{store.Array(ids)}
		}
		d = dialect.Postgres
	}
	update, args := sql.Dialect(d).Update(event.Table).Add(event.FieldRosterVersion, 1).Where(sql.In(event.FieldID, anys(ids)...)).Query()
	return update + returning, args
}

func anys(ids []string) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}
