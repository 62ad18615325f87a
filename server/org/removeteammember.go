package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/teammember"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
)

// RemoveTeamMember takes somebody out of a team; repeating it is safe.
func (o *Org) RemoveTeamMember(ctx context.Context, teamID, personID string) (*db.Team, error) {
	t, err := access.Team(ctx, o.store.Client(), "removeTeamMember", teamID)
	if err != nil {
		return nil, fault.At(err, "teamId")
	}
	return change(ctx, o, t.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Team, error) {
		t, err := tx.Team.Get(ctx, teamID)
		if err != nil {
			return nil, access.Hide(err)
		}
		n, err := tx.TeamMember.Delete().Where(teammember.TeamID(teamID), teammember.PersonID(personID)).Exec(ctx)
		if err != nil || n == 0 {
			return t, err
		}
		return t, memberChanged(ctx, tx, "removeTeamMember", t, personID)
	})
}
