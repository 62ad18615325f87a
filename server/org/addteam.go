package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/team"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/text"
)

// mostKind is the longest kind of a team, in characters.
const mostKind = 20

// AddTeam makes a team without people at a unit. BAD_USER_INPUT with reason LEVEL at a household; CONFLICT with reason
// NAME_TAKEN when the community has a team of this name.
func (o *Org) AddTeam(ctx context.Context, unitID, name, kind string) (*db.Team, error) {
	at, err := access.Unit(ctx, o.store.Client(), "addTeam", unitID)
	if err != nil {
		return nil, err
	}
	if name, err = text.Line("name", name, text.Name); err != nil {
		return nil, err
	}
	if kind, err = text.Line("kind", kind, mostKind); err != nil {
		return nil, err
	}
	if at.Level == unit.LevelHOUSEHOLD {
		return nil, fault.Field("unitId", "A household has no teams.").Because("LEVEL")
	}
	return change(ctx, o, at.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Team, error) {
		if _, err := tx.Unit.Get(ctx, unitID); err != nil {
			return nil, access.Hide(err)
		}
		if err := checkTeamName(ctx, tx, at.CommunityID, name, ""); err != nil {
			return nil, err
		}
		t, err := tx.Team.Create().SetCreatedAt(tx.Now()).SetCommunityID(at.CommunityID).SetUnitID(unitID).
			SetName(name).SetKind(kind).Save(ctx)
		if err != nil {
			return nil, err
		}
		return t, tx.Audit(ctx, store.Deed{Community: t.CommunityID, Verb: "addTeam", Subject: t.ID})
	})
}

func checkTeamName(ctx context.Context, tx *store.Tx, communityID, name, but string) error {
	taken, err := tx.Team.Query().Where(team.CommunityID(communityID), team.Name(name), team.IDNEQ(but)).Exist(ctx)
	if err == nil && taken {
		err = fault.New(fault.Conflict, "There is a team of this name.").Because("NAME_TAKEN").At("name")
	}
	return err
}
