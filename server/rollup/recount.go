package rollup

import (
	"context"
	"log/slog"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/community"
	"linli/server/store"
	"linli/server/viewer"
)

// often is how often a community is compared with a recount.
const often = time.Hour

// Drift is something that did not say what a recount finds: a unit, or an event's share.
type Drift struct {
	ID            string
	Kept, Counted Figures
}

// Check compares the community that was not compared for the longest time, an hour at least, with a recount of it. What
// differs is logged, counted and repaired: it should never be.
func (r *RollUps) Check(ctx context.Context) error {
	ctx = viewer.Internal(ctx)
	due, err := r.store.Client().Community.Query().Where(community.RecountedAtLTE(r.store.Now().Add(-often))).
		Order(community.ByRecountedAt(), community.ByID()).Limit(1).IDs(ctx)
	if err != nil || len(due) == 0 {
		return err
	}
	drifts, err := r.recount(ctx, due[0])
	if err != nil {
		return err
	}
	r.checks.Add(1)
	r.drifted.Add(uint64(len(drifts)))
	for _, d := range drifts {
		slog.Error("roll-ups: repaired what was not in step", "community", due[0], "id", d.ID, "kept", d.Kept, "counted", d.Counted)
	}
	return nil
}

func (r *RollUps) recount(ctx context.Context, communityID string) (drifts []Drift, err error) {
	err = r.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		drifts, err = Recount(ctx, tx, communityID)
		return err
	})
	return drifts, err
}

// Recount makes a community's units say what is counted from the rows of its people and events, and returns what did not.
// What was committed and not folded yet is folded with it, and is none of these.
func Recount(ctx context.Context, tx *store.Tx, communityID string) ([]Drift, error) {
	spans, err := lock(ctx, tx, communityID)
	if err != nil {
		return nil, err
	}
	shares, err := recountShares(ctx, tx, spans)
	if err != nil {
		return nil, err
	}
	units, err := recountUnits(ctx, tx, communityID)
	if err != nil {
		return nil, err
	}
	return append(shares, units...), tx.Community.Update().Where(community.ID(communityID)).SetRecountedAt(tx.Now()).Exec(ctx)
}

// recountShares folds what is behind, and lets shares that lie about the version they name tell the truth.
func recountShares(ctx context.Context, tx *store.Tx, spans map[string]span) ([]Drift, error) {
	found, err := tx.Query(ctx, counted, wanted, within(spans, ""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	var events []store.Touched
	if err := sql.ScanSlice(found, &events); err != nil {
		return nil, err
	}
	rows, err := read(ctx, tx, events, spans)
	if err != nil {
		return nil, err
	}
	var behind, wrong []*row
	var drifts []Drift
	for _, r := range rows {
		if r.stale() {
			behind = append(behind, r)
		} else if !r.same() {
			wrong, drifts = append(wrong, r), append(drifts, Drift{r.Event, r.was(), r.figures()})
		}
	}
	s := sums{}
	if err := share(ctx, tx, behind, s); err != nil {
		return nil, err
	}
	if err := s.write(ctx, tx); err != nil {
		return nil, err
	}
	return drifts, share(ctx, tx, wrong, sums{}) // the units above are compared next
}

// own is a unit as it is kept, beside what belongs to it alone.
type own struct {
	ID             string `sql:"id"`
	Path           string `sql:"path"`
	People         int    `sql:"people"`
	Upcoming       int    `sql:"upcoming"`
	Confirmed      int    `sql:"confirmed"`
	Waiting        int    `sql:"waiting"`
	CheckedIn      int    `sql:"checked_in"`
	KeptPeople     int    `sql:"people_count"`
	UpcomingEvents int    `sql:"upcoming_events"`
	ConfirmedToday int    `sql:"confirmed_today"`
	WaitingToday   int    `sql:"waiting_today"`
	CheckedInToday int    `sql:"checked_in_today"`
}

const owning = `
SELECT u.id, u.path, u.people_count, u.upcoming_events, u.confirmed_today, u.waiting_today, u.checked_in_today, coalesce(p.people, 0) AS people,
	coalesce(s.upcoming, 0) AS upcoming, coalesce(s.confirmed, 0) AS confirmed, coalesce(s.waiting, 0) AS waiting, coalesce(s.checked_in, 0) AS checked_in
FROM units u
LEFT JOIN (SELECT unit_id, count(*) AS people FROM persons WHERE community_id = $1 GROUP BY unit_id) p ON p.unit_id = u.id
LEFT JOIN (SELECT unit_id, count(CASE WHEN upcoming THEN 1 END) AS upcoming, CAST(sum(confirmed) AS bigint) AS confirmed, CAST(sum(waiting) AS bigint) AS waiting,
	CAST(sum(checked_in) AS bigint) AS checked_in FROM shares WHERE community_id = $1 AND (upcoming OR today) GROUP BY unit_id) s ON s.unit_id = u.id
WHERE u.community_id = $1`

// recountUnits compares each unit with the people and the shares of its subtree, and makes it say that.
func recountUnits(ctx context.Context, tx *store.Tx, communityID string) ([]Drift, error) {
	found, err := tx.QueryContext(ctx, owning, communityID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	var units []*own
	if err := sql.ScanSlice(found, &units); err != nil {
		return nil, err
	}
	counts := sums{}
	for _, u := range units {
		counts.along(place{communityID, u.Path}, Figures{u.People, u.Upcoming, u.Confirmed, u.Waiting, u.CheckedIn})
	}
	var drifts []Drift
	wrong := sums{}
	for _, u := range units {
		at := place{communityID, u.Path}
		kept := Figures{u.KeptPeople, u.UpcomingEvents, u.ConfirmedToday, u.WaitingToday, u.CheckedInToday}
		if kept != counts[at] {
			drifts, wrong[at] = append(drifts, Drift{u.ID, kept, counts[at]}), counts[at].minus(kept)
		}
	}
	return drifts, wrong.write(ctx, tx)
}
