package rollup

import (
	"context"
	"log/slog"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/server/store"
)

// span is what "to come" and "today" mean in a community at some instant.
type span struct{ now, day, night time.Time }

// lock takes the rows of communities, in the order of their ids, and says what day it is there. SQLite has one writer: no need
// there. Communities that are not there, or whose zone is not known, are left out.
func lock(ctx context.Context, tx *store.Tx, ids ...string) (map[string]span, error) {
	q := tx.Community.Query().Where(store.Among(community.FieldID, ids)).Order(community.ByID())
	q.Select(community.FieldID, community.FieldTimeZone)
	if tx.Postgres() {
		q.Modify(func(s *sql.Selector) { s.For("NO KEY UPDATE") }) // new rows may still point at the community
	}
	all, err := q.All(ctx)
	return days(all, tx.Now()), err
}

func days(communities []*db.Community, now time.Time) map[string]span {
	zones, all := map[string]span{}, map[string]span{}
	for _, c := range communities {
		s, known := zones[c.TimeZone]
		if !known {
			loc, err := time.LoadLocation(c.TimeZone)
			if err != nil {
				slog.Error("roll-ups: a community is left out", "community", c.ID, "err", err)
				continue
			}
			y, m, d := now.In(loc).Date()
			s = span{now: now, day: time.Date(y, m, d, 0, 0, 0, 0, loc), night: time.Date(y, m, d+1, 0, 0, 0, 0, loc)}
			zones[c.TimeZone] = s
		}
		all[c.ID] = s
	}
	return all
}
