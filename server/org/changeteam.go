package org

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/event"
	"linli/server/store"
	"linli/server/text"
)

// ChangeTeam changes what is given; the team's events are found by the new name. CONFLICT with reason NAME_TAKEN.
func (o *Org) ChangeTeam(ctx context.Context, id string, name, kind *string) (*db.Team, error) {
	t, err := access.Team(ctx, o.store.Client(), "changeTeam", id)
	if err != nil {
		return nil, err
	}
	if name, err = given("name", name, text.Name); err != nil {
		return nil, err
	}
	if kind, err = given("kind", kind, mostKind); err != nil {
		return nil, err
	}
	return change(ctx, o, t.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Team, error) {
		if name != nil {
			if err := checkTeamName(ctx, tx, t.CommunityID, *name, id); err != nil {
				return nil, err
			}
		}
		t, err := tx.Team.UpdateOneID(id).SetNillableName(name).SetNillableKind(kind).Save(ctx)
		if err != nil {
			return nil, access.Hide(err)
		}
		if name != nil {
			if err := event.Rename(ctx, tx, t); err != nil {
				return nil, err
			}
		}
		return t, tx.Audit(ctx, store.Deed{Community: t.CommunityID, Verb: "changeTeam", Subject: id})
	})
}

// given checks a line that may be absent.
func given(field string, value *string, most int) (*string, error) {
	if value == nil {
		return nil, nil
	}
	clean, err := text.Line(field, *value, most)
	return &clean, err
}
