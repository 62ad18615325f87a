package door

import (
	"context"
	"time"

	"linli/server/access"
	"linli/server/roster"
	"linli/server/text"
	"linli/server/viewer"
)

// Arrival is somebody who came, as a display shows it that everybody in the room reads.
type Arrival struct {
	SignUpID string
	Name     string // masked
	EventID  string
	Title    string // of the event
	Shift    string // its name
	At       time.Time
	WalkIn   bool
}

// Arrivals are the last who came to the events of a unit and of all under it.
type Arrivals struct {
	UnitID   string
	Revision int64 // of the unit's counts
	Last     []*Arrival
}

// shown is how many arrivals a display gets.
const shown = 20

// arrived are the columns of an arrival.
const arrived = `SELECT s.id, p.name, e.id, e.title, h.name, s.checked_in_at, s.walk_in
FROM sign_ups s JOIN events e ON e.id = s.event_id JOIN units u ON u.id = e.unit_id JOIN shifts h ON h.id = s.shift_id JOIN persons p ON p.id = s.person_id
`

// lastArrivals reads the newest first along the index of arrivals; a day's, at most. Only what counts today is shown: what
// happened on the community's day, at events of that day.
const lastArrivals = arrived + `WHERE s.community_id = $1 AND s.checked_in_at >= $2 AND s.checked_in_at < $3 AND e.community_id = $1 AND e.status = 'PUBLISHED' AND e.starts_at < $3 AND e.ends_at > $2
	AND u.community_id = $1 AND u.path >= $4 AND u.path < $5
ORDER BY s.checked_in_at DESC, s.id DESC LIMIT $6`

// Arrivals are the last 20 who came today, newest first, for leads and secretaries of the unit: NOT_FOUND, UNAUTHENTICATED
// or FORBIDDEN else. An arrival that was taken back is not among them.
func (d *Door) Arrivals(ctx context.Context, unitID string) (*Arrivals, error) {
	u, err := access.Unit(ctx, d.store.Client(), "arrivalsChanged", unitID)
	if err != nil {
		return nil, err
	}
	from, to, err := d.today(ctx, u.CommunityID)
	if err != nil {
		return nil, err
	}
	all := &Arrivals{UnitID: u.ID, Revision: u.CountsRevision} // read before the rows: they are at least as new
	all.Last, err = d.last(ctx, lastArrivals, u.CommunityID, from, to, u.Path, u.Path+"~", shown)
	return all, err
}

// last reads arrivals, masked.
func (d *Door) last(ctx context.Context, query string, args ...any) ([]*Arrival, error) {
	rows, err := d.store.Client().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := []*Arrival{}
	for rows.Next() {
		a := &Arrival{}
		if err := rows.Scan(&a.SignUpID, &a.Name, &a.EventID, &a.Title, &a.Shift, &a.At, &a.WalkIn); err != nil {
			return nil, err
		}
		a.Name = text.MaskName(a.Name)
		all = append(all, a)
	}
	return all, rows.Err()
}

// FollowArrivals reads the arrivals of a unit again and again, each time with their revision.
func (d *Door) FollowArrivals(unitID string) func(context.Context) (*Arrivals, int64, error) {
	return func(ctx context.Context) (*Arrivals, int64, error) {
		a, err := d.Arrivals(ctx, unitID)
		if err != nil {
			return nil, 0, err
		}
		return a, a.Revision, nil
	}
}

// today is the day of this moment where the community is, from midnight to midnight.
func (d *Door) today(ctx context.Context, communityID string) (from, to time.Time, err error) {
	c, err := d.store.Client().Community.Get(viewer.Internal(ctx), communityID)
	if err != nil {
		return from, to, err
	}
	zone := roster.Zone(c.TimeZone)
	y, m, day := d.store.Now().In(zone).Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone).UTC(), time.Date(y, m, day+1, 0, 0, 0, 0, zone).UTC(), nil
}
