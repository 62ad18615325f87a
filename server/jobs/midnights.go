package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/ent/db"
	"linli/ent/db/unit"
	"linli/server/live"
	"linli/server/store"
)

// rollUps keeps the roll-ups in step with the clock, and sees that they are right.
func (j *Jobs) rollUps(ctx context.Context) error {
	if err := j.RollUps.CatchUp(ctx); err != nil {
		return err
	}
	return errors.Join(j.midnights(ctx), j.RollUps.Check(ctx))
}

// midnights tells everybody who watches a roll-up that a new day has begun where the community is: what changed with it was
// told already. The first time it looks it tells all: midnight may have passed while the program did not run.
func (j *Jobs) midnights(ctx context.Context) error {
	all, err := j.Store.Client().Community.Query().All(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, c := range all {
		zone, err := time.LoadLocation(c.TimeZone)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("community %s: %w", c.ID, err))
			continue
		}
		day := j.Store.Now().In(zone).Format(time.DateOnly)
		if j.days[c.ID] == day {
			continue
		}
		if err := j.dawn(ctx, c); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		j.days[c.ID] = day
	}
	return failed
}

// dawn raises the roll-ups of the whole tree above the households.
func (j *Jobs) dawn(ctx context.Context, c *db.Community) error {
	return j.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		above := unit.And(unit.CommunityID(c.ID), unit.LevelNEQ(unit.LevelHOUSEHOLD))
		ids, err := tx.Unit.Query().Where(above).IDs(ctx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			tx.Announce(live.Unit(id))
		}
		return tx.Unit.Update().Where(above).AddCountsRevision(1).Exec(ctx)
	})
}
