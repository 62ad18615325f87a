package org

import (
	"context"

	"linli/ent/db/team"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// mayTakeOver refuses, with FORBIDDEN and reason ROLE, to give the viewer a way to become somebody who runs what she is
// not the secretary of.
func mayTakeOver(ctx context.Context, tx *store.Tx, personID string) error {
	v := viewer.From(ctx)
	if v.PersonID == personID {
		return nil
	}
	other, err := access.Load(ctx, tx.Client, personID)
	if err != nil {
		return err
	}
	paths := append(other.Secretary, other.Leads...)
	teams, err := tx.Team.Query().Where(team.IDIn(other.Teams...)).WithUnit().All(ctx)
	if err != nil {
		return err
	}
	for _, t := range teams {
		paths = append(paths, t.Edges.Unit.Path)
	}
	for _, path := range paths {
		if !access.Holds(v, access.Secretary, access.On{Community: other.CommunityID, Path: path}) {
			return fault.New(fault.Forbidden, "This person may do more than you.").Because("ROLE")
		}
	}
	return nil
}
