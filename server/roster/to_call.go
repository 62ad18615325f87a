package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
)

// ToCallOf counts, for each of the events, who is to be called because nothing else reaches them; an event without any is
// left out. Only what the viewer may read is counted.
func (r *Rosters) ToCallOf(ctx context.Context, eventIDs []string) (map[string]int, error) {
	var rows []struct {
		EventID string `sql:"event_id"`
		Count   int    `sql:"count"`
	}
	err := r.store.Client().SignUp.Query().
		Where(signup.EventIDIn(eventIDs...), signup.ToCall(true)).
		GroupBy(signup.FieldEventID).Aggregate(db.As(db.Count(), "count")).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	all := make(map[string]int, len(rows))
	for _, row := range rows {
		all[row.EventID] = row.Count
	}
	return all, nil
}
