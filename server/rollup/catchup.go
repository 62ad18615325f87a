package rollup

import (
	"context"
	"strconv"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/community"
	"linli/server/store"
	"linli/server/viewer"
)

// CatchUp brings the units in step with the time and with all that was committed: events that have ended, days that have
// begun, what a program that died did not fold, and the whole of communities that were never counted. It is done before the
// program serves, and every few seconds by the leader.
func (r *RollUps) CatchUp(ctx context.Context) error {
	ctx = viewer.Internal(ctx)
	never, err := r.store.Client().Community.Query().Where(community.RecountedAtIsNil()).Order(community.ByID()).IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range never {
		if _, err := r.recount(ctx, id); err != nil {
			return err
		}
	}
	all, err := r.store.Client().Community.Query().Select(community.FieldID, community.FieldTimeZone).All(ctx)
	if err != nil {
		return err
	}
	spans := days(all, r.store.Now())
	for after, more := "", len(spans) > 0; more; {
		events, err := r.stale(ctx, spans, after)
		if err != nil || len(events) == 0 {
			return err
		}
		after, more = events[len(events)-1].Event, len(events) == batch
		if err := r.fold(ctx, events); err != nil {
			return err
		}
	}
	return nil
}

// counted are the events that count now, or whose share does.
const counted = `
WITH v AS (%s), counted AS (
	SELECT e.id FROM v JOIN events e ON e.community_id = v.community AND e.ends_at > v.day WHERE e.status = 'PUBLISHED'
	UNION SELECT s.event_id FROM v JOIN shares s ON s.community_id = v.community WHERE s.upcoming OR s.today)
SELECT e.community_id AS community, e.id AS event
FROM counted JOIN events e ON e.id = counted.id JOIN v ON v.community = e.community_id LEFT JOIN shares s ON s.event_id = e.id`

// behind are those of them whose share is of another version or another time, as row.stale; a batch after the one at which
// the last batch ended.
var behind = counted + `
WHERE (s.event_id IS NULL OR s.version <> e.roster_version OR s.upcoming <> ` + upcoming + ` OR s.today <> ` + today + `) AND e.id > v.after
ORDER BY e.id LIMIT ` + strconv.Itoa(batch)

var wanted = []store.Column{{Name: "community", Type: "text"}, {Name: "now", Type: "timestamptz"}, {Name: "day", Type: "timestamptz"}, {Name: "night", Type: "timestamptz"},
	{Name: "after", Type: "text"}}

func (r *RollUps) stale(ctx context.Context, spans map[string]span, after string) ([]store.Touched, error) {
	found, err := r.store.Query(ctx, behind, wanted, within(spans, after))
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	var events []store.Touched
	err = sql.ScanSlice(found, &events)
	return events, err
}

func within(spans map[string]span, after string) (rows [][]any) {
	for id, at := range spans {
		rows = append(rows, []any{id, &at.now, &at.day, &at.night, after})
	}
	return rows
}
