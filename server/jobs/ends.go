package jobs

import (
	"context"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/event"
	"linli/server/store"
)

// lately bounds how far back an end is looked for: after a longer pause every screen has read again anyway.
const lately = 30 * 24 * time.Hour

// ends tells the roll-ups of the events that are over since they were last told, those included that ended while the
// program did not run.
func (j *Jobs) ends(ctx context.Context) error {
	all, err := j.Store.Client().Community.Query().Order(community.ByID()).IDs(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, batch) { // by community, since the index on the end begins with it
		for more := true; more; {
			if more, err = j.announce(ctx, some); err != nil {
				return err
			}
		}
	}
	return nil
}

// announce tells of one batch, and whether there may be more.
func (j *Jobs) announce(ctx context.Context, communities []string) (bool, error) {
	now := j.Store.Now()
	over, err := j.Store.Client().Event.Query().Where(
		event.CommunityIDIn(communities...), event.EndsAtLTE(now), event.EndsAtGT(now.Add(-lately)),
		event.StatusEQ(event.StatusPUBLISHED), event.EndAnnouncedAtIsNil(),
	).Order(event.ByID()).Limit(batch).WithUnit().All(ctx)
	if err != nil || len(over) == 0 {
		return false, err
	}
	return len(over) == batch, j.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		ids := make([]string, len(over))
		for i, e := range over {
			ids[i] = e.ID
		}
		n, err := tx.Event.Update().Where(event.IDIn(ids...), event.EndAnnouncedAtIsNil()).SetEndAnnouncedAt(now).Save(ctx)
		if err == nil && n > 0 { // else another replica was quicker
			tell(tx, over)
		}
		return err
	})
}

func tell(tx *store.Tx, over []*db.Event) {
	for _, e := range over {
		tx.RollUp(e.CommunityID, e.Edges.Unit.Path)
	}
}
