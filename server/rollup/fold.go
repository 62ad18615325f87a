package rollup

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"linli/server/store"
)

// Fold brings the units above these events in step with what the events count now, as the database has committed it.
func Fold(ctx context.Context, tx *store.Tx, events []store.Touched) error {
	var communities []string
	for _, e := range events {
		communities = append(communities, e.Community)
	}
	slices.Sort(communities)
	spans, err := lock(ctx, tx, slices.Compact(communities)...)
	if err != nil {
		return err
	}
	rows, err := read(ctx, tx, events, spans)
	if err != nil {
		return err
	}
	s := sums{}
	if err := share(ctx, tx, rows, s); err != nil {
		return err
	}
	s.spare()
	return s.write(ctx, tx)
}

// share makes the events' shares what they count now, and adds to the sums what that changes above them.
func share(ctx context.Context, tx *store.Tx, rows []*row, s sums) error {
	var changed [][]any
	for _, r := range rows {
		if r.same() {
			continue
		}
		is := r.figures()
		changed = append(changed, []any{r.Event, r.Community, r.Unit, r.Version, r.Upcoming, r.Today, is.Confirmed, is.Waiting, is.CheckedIn})
		if r.WasPath != nil {
			s.along(place{r.Community, *r.WasPath}, Figures{}.minus(r.was()))
		}
		s.along(place{r.Community, r.Path}, is)
	}
	return tx.Upsert(ctx, "shares", shares, changed)
}

var shares = []store.Column{{Name: "event_id", Type: "text"}, {Name: "community_id", Type: "text"}, {Name: "unit_id", Type: "text"}, {Name: "version", Type: "bigint"},
	{Name: "upcoming", Type: "boolean"}, {Name: "today", Type: "boolean"}, {Name: "confirmed", Type: "bigint"}, {Name: "waiting", Type: "bigint"},
	{Name: "checked_in", Type: "bigint"}}

// row is an event as it is, beside its share, which is nil where it has none.
type row struct {
	Event     string `sql:"event"`
	Community string `sql:"community"`
	Unit      string `sql:"unit"`
	Path      string `sql:"path"`
	Version   int64  `sql:"version"`
	Upcoming  bool   `sql:"upcoming"`
	Today     bool   `sql:"today"`
	Confirmed int    `sql:"confirmed"`
	Waiting   int    `sql:"waiting"`
	CheckedIn int    `sql:"checked_in"`

	WasUnit      *string `sql:"was_unit"`
	WasPath      *string `sql:"was_path"`
	WasVersion   *int64  `sql:"was_version"`
	WasUpcoming  *bool   `sql:"was_upcoming"`
	WasToday     *bool   `sql:"was_today"`
	WasConfirmed *int    `sql:"was_confirmed"`
	WasWaiting   *int    `sql:"was_waiting"`
	WasCheckedIn *int    `sql:"was_checked_in"`
}

// figures are what the event counts.
func (r *row) figures() (f Figures) {
	if r.Upcoming {
		f.Upcoming = 1
	}
	if r.Today {
		f.Confirmed, f.Waiting, f.CheckedIn = r.Confirmed, r.Waiting, r.CheckedIn
	}
	return f
}

// was are what its share says.
func (r *row) was() (f Figures) {
	if r.WasUnit == nil {
		return f
	}
	if *r.WasUpcoming {
		f.Upcoming = 1
	}
	f.Confirmed, f.Waiting, f.CheckedIn = *r.WasConfirmed, *r.WasWaiting, *r.WasCheckedIn
	return f
}

// stale tells whether the share is of another version or another time than this.
func (r *row) stale() bool {
	return r.WasUnit == nil || *r.WasVersion != r.Version || *r.WasUpcoming != r.Upcoming || *r.WasToday != r.Today
}

// same tells whether the share says all that the event is.
func (r *row) same() bool { return !r.stale() && *r.WasUnit == r.Unit && r.figures() == r.was() }

// What an event counts for, at the instant and on the day of its row in v.
const (
	upcoming = "(e.status = 'PUBLISHED' AND e.ends_at > v.now)"
	today    = "(e.status = 'PUBLISHED' AND e.ends_at > v.day AND e.starts_at < v.night)"
)

// reading reads event, counters and share in one statement: two could mix two versions.
const reading = `
SELECT e.id AS event, e.community_id AS community, e.unit_id AS unit, u.path, e.roster_version AS version, ` + upcoming + ` AS upcoming, ` + today + ` AS today,
	coalesce(CAST(sum(h.confirmed) AS bigint), 0) AS confirmed, coalesce(CAST(sum(h.waitlisted) AS bigint), 0) AS waiting,
	coalesce(CAST(sum(h.checked_in) AS bigint), 0) AS checked_in,
	s.unit_id AS was_unit, w.path AS was_path, s.version AS was_version, s.upcoming AS was_upcoming, s.today AS was_today,
	s.confirmed AS was_confirmed, s.waiting AS was_waiting, s.checked_in AS was_checked_in
FROM (%s) AS v JOIN events e ON e.id = v.event JOIN units u ON u.id = e.unit_id LEFT JOIN shifts h ON h.event_id = e.id
LEFT JOIN shares s ON s.event_id = e.id LEFT JOIN units w ON w.id = s.unit_id
GROUP BY e.id, u.id, s.event_id, w.id, v.now, v.day, v.night`

var asked = []store.Column{{Name: "event", Type: "text"}, {Name: "now", Type: "timestamptz"}, {Name: "day", Type: "timestamptz"}, {Name: "night", Type: "timestamptz"}}

// read reads events of communities whose locks are held; those that are not there are left out.
func read(ctx context.Context, tx *store.Tx, events []store.Touched, spans map[string]span) ([]*row, error) {
	var of [][]any
	for _, e := range events {
		if at, ok := spans[e.Community]; ok {
			of = append(of, []any{e.Event, &at.now, &at.day, &at.night})
		}
	}
	if len(of) == 0 {
		return nil, nil
	}
	found, err := tx.Query(ctx, reading, asked, of)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	var rows []*row
	err = sql.ScanSlice(found, &rows)
	return rows, err
}
