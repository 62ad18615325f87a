package rollup

import (
	"context"
	"maps"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/live"
	"linli/server/store"
)

// Figures are what a unit's roll-up counts, or a change of it.
type Figures struct{ People, Upcoming, Confirmed, Waiting, CheckedIn int }

// Of are the figures that a unit shows.
func Of(u *db.Unit) Figures {
	return Figures{u.PeopleCount, u.UpcomingEvents, u.ConfirmedToday, u.WaitingToday, u.CheckedInToday}
}

func (f Figures) plus(g Figures) Figures {
	return Figures{f.People + g.People, f.Upcoming + g.Upcoming, f.Confirmed + g.Confirmed, f.Waiting + g.Waiting, f.CheckedIn + g.CheckedIn}
}

func (f Figures) minus(g Figures) Figures {
	return Figures{f.People - g.People, f.Upcoming - g.Upcoming, f.Confirmed - g.Confirmed, f.Waiting - g.Waiting, f.CheckedIn - g.CheckedIn}
}

// place is where a unit stands.
type place struct{ community, path string }

// sums are what is to be added to units; those with nothing to add are raised all the same.
type sums map[place]Figures

// along adds to the unit at the place and to all above it, four at most.
func (s sums) along(at place, f Figures) {
	for n := access.Width; n <= len(at.path); n += access.Width {
		above := place{at.community, at.path[:n]}
		s[above] = s[above].plus(f)
	}
}

// spare leaves out the units whose figures stay as they are.
func (s sums) spare() {
	maps.DeleteFunc(s, func(_ place, f Figures) bool { return f == Figures{} })
}

const adding = `
UPDATE units SET people_count = people_count + v.people, upcoming_events = upcoming_events + v.upcoming, confirmed_today = confirmed_today + v.confirmed,
	waiting_today = waiting_today + v.waiting, checked_in_today = checked_in_today + v.checked_in, counts_revision = counts_revision + 1
FROM (%s) AS v WHERE units.community_id = v.community AND units.path = v.path
RETURNING id`

var added = []store.Column{{Name: "community", Type: "text"}, {Name: "path", Type: "text"}, {Name: "people", Type: "bigint"}, {Name: "upcoming", Type: "bigint"},
	{Name: "confirmed", Type: "bigint"}, {Name: "waiting", Type: "bigint"}, {Name: "checked_in", Type: "bigint"}}

// write adds the sums to the units, raises them and announces them. The locks of their communities are held.
func (s sums) write(ctx context.Context, tx *store.Tx) error {
	if len(s) == 0 {
		return nil
	}
	rows := make([][]any, 0, len(s))
	for at, f := range s {
		rows = append(rows, []any{at.community, at.path, f.People, f.Upcoming, f.Confirmed, f.Waiting, f.CheckedIn})
	}
	raised, err := tx.Query(ctx, adding, added, rows)
	if err != nil {
		return err
	}
	defer func() { _ = raised.Close() }()
	var ids []string
	if err := sql.ScanSlice(raised, &ids); err != nil {
		return err
	}
	for _, id := range ids {
		tx.Announce(live.Unit(id))
	}
	return nil
}
