package access

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/team"
	"linli/server/fault"
	"linli/server/viewer"
)

// Covers answers nil when the viewer holds every right that the person holds, so that becoming her (with a card, or with
// her phone) gives the viewer nothing new; else FORBIDDEN with reason ROLE.
func Covers(ctx context.Context, c *db.Client, personID string) error {
	v := viewer.From(ctx)
	if v.PersonID == personID {
		return nil
	}
	other, err := Load(ctx, c, personID)
	if err != nil {
		return err
	}
	teams, err := c.Team.Query().Where(team.IDIn(other.Teams...)).WithUnit().All(viewer.Internal(ctx))
	if err != nil {
		return err
	}
	if !covers(v, other, teams) {
		return fault.New(fault.Forbidden, "This person may do more than you.").Because("ROLE")
	}
	return nil
}

func covers(v, other *viewer.Viewer, teams []*db.Team) bool {
	for _, path := range other.Secretary {
		if !Holds(v, Secretary, On{Community: other.CommunityID, Path: path}) {
			return false
		}
	}
	for _, path := range other.Leads {
		if !Holds(v, Edit, On{Community: other.CommunityID, Path: path}) {
			return false
		}
	}
	for _, t := range teams {
		if !Holds(v, Edit, OnTeam(t)) {
			return false
		}
	}
	return true
}
