package org

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"linli/ent/db/unit"
)

// mostParameters is how many ids one statement carries; both databases allow more.
const mostParameters = 10_000

// floor is the units of one community on one level of the tree whose counts are wanted, by path.
type floor struct {
	community, zone string
	length          int // of the paths
	units           map[string]*Counts
}

// counts reads the counts of these units: the units themselves first, then one statement for each floor.
func (s *snapshot) counts(ctx context.Context, ids []string, now time.Time) ([]*Counts, error) {
	var all []*Counts
	floors := map[string]*floor{}
	for some := range slices.Chunk(ids, mostParameters) {
		err := s.read(ctx, "SELECT u.id, u.path, u.counts_revision, u.level, c.id, c.time_zone FROM units u JOIN communities c ON c.id = u.community_id WHERE u.id IN (?"+
			strings.Repeat(",?", len(some)-1)+")", anys(some), func(rows *sql.Rows) error {
			c, path, level, f := &Counts{}, "", "", floor{}
			err := rows.Scan(&c.UnitID, &path, &c.Revision, &level, &f.community, &f.zone)
			f.length, c.household = len(path), level == string(unit.LevelHOUSEHOLD)
			key := f.community + strconv.Itoa(f.length)
			if floors[key] == nil {
				f.units = map[string]*Counts{}
				floors[key] = &f
			}
			floors[key].units[path] = c
			all = append(all, c)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, f := range floors {
		if err := s.tally(ctx, f, now); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// tallies counts people where they live, events to come, and the places of today's events, each under the first so many
// characters of the path: the floor's units. All ranges are of one community's paths.
const tallies = `
SELECT substr(u.path, 1, ?) AS at, count(*) AS people, 0 AS upcoming, 0 AS confirmed, 0 AS waiting, 0 AS inside
FROM units u JOIN persons p ON p.unit_id = u.id
WHERE u.community_id = ? AND u.path >= ? AND u.path < ?
GROUP BY 1
UNION ALL
SELECT substr(u.path, 1, ?), 0, count(*), 0, 0, 0
FROM events e JOIN units u ON u.id = e.unit_id
WHERE e.community_id = ? AND e.status = 'PUBLISHED' AND e.ends_at > ? AND u.path >= ? AND u.path < ?
GROUP BY 1
UNION ALL
SELECT substr(u.path, 1, ?), 0, 0, sum(s.confirmed), sum(s.waitlisted), sum(s.checked_in)
FROM events e JOIN units u ON u.id = e.unit_id JOIN shifts s ON s.event_id = e.id
WHERE e.community_id = ? AND e.status = 'PUBLISHED' AND e.ends_at > ? AND e.starts_at < ? AND u.path >= ? AND u.path < ?
GROUP BY 1`

// tally fills in the counts of a floor.
func (s *snapshot) tally(ctx context.Context, f *floor, now time.Time) error {
	from, to, err := day(now, f.zone)
	if err != nil {
		return err
	}
	first, last := "~", ""
	for path := range f.units {
		first, last = min(first, path), max(last, path)
	}
	last += "~"
	args := []any{
		f.length, f.community, first, last,
		f.length, f.community, now, first, last,
		f.length, f.community, from, to, first, last,
	}
	return s.read(ctx, tallies, args, func(rows *sql.Rows) error {
		var at string
		var part Counts
		err := rows.Scan(&at, &part.People, &part.UpcomingEvents, &part.ConfirmedToday, &part.WaitingToday, &part.CheckedInToday)
		if c := f.units[at]; c != nil {
			c.People += part.People
			c.UpcomingEvents += part.UpcomingEvents
			c.ConfirmedToday += part.ConfirmedToday
			c.WaitingToday += part.WaitingToday
			c.CheckedInToday += part.CheckedInToday
		}
		return err
	})
}

// read runs one statement and hands each row over.
func (s *snapshot) read(ctx context.Context, query string, args []any, each func(*sql.Rows) error) error {
	rows, err := s.tx.QueryContext(ctx, s.placeholders(query), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// placeholders writes ? as PostgreSQL wants them.
func (s *snapshot) placeholders(query string) string {
	if s.dialect != dialect.Postgres {
		return query
	}
	var out strings.Builder
	for i, part := range strings.Split(query, "?") {
		if i > 0 {
			out.WriteString("$" + strconv.Itoa(i))
		}
		out.WriteString(part)
	}
	return out.String()
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
