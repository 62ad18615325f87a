package org

import (
	"context"

	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/viewer"
)

// Counts are the counts of one unit, for any member of the community who may see it: NOT_FOUND or UNAUTHENTICATED else.
func (o *Org) Counts(ctx context.Context, unitID string) (*Counts, error) {
	if _, err := access.Unit(ctx, o.store.Client(), "unitCounts", unitID); err != nil {
		return nil, err
	}
	all, err := o.CountsOf(ctx, []string{unitID})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.Missing()
	}
	return all[0], nil
}

// FollowCounts reads the counts of a unit again and again, each time with their revision.
func (o *Org) FollowCounts(unitID string) func(context.Context) (*Counts, int64, error) {
	return func(ctx context.Context) (*Counts, int64, error) {
		c, err := o.Counts(ctx, unitID)
		if err != nil {
			return nil, 0, err
		}
		return c, c.Revision, nil
	}
}

// CountsOf are the counts of many units, in no order and all of one instant; units that the viewer may not see are left
// out. UNAUTHENTICATED for an anonymous viewer. They are read as they are kept, in one statement.
func (o *Org) CountsOf(ctx context.Context, unitIDs []string) ([]*Counts, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.SignInFirst()
	}
	units, err := o.store.Client().Unit.Query().Where(unit.IDIn(unitIDs...)).Select(unit.FieldID, unit.FieldLevel, unit.FieldCountsRevision,
		unit.FieldPeopleCount, unit.FieldUpcomingEvents, unit.FieldConfirmedToday, unit.FieldWaitingToday, unit.FieldCheckedInToday).All(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]*Counts, len(units))
	for i, u := range units {
		all[i] = &Counts{UnitID: u.ID, Revision: u.CountsRevision, People: u.PeopleCount, UpcomingEvents: u.UpcomingEvents,
			ConfirmedToday: u.ConfirmedToday, WaitingToday: u.WaitingToday, CheckedInToday: u.CheckedInToday,
			Household: u.Level == unit.LevelHOUSEHOLD}
	}
	return all, nil
}
