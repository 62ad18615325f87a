package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/text"
)

// AddUnit puts a new unit under another, one level below it. BAD_USER_INPUT with reason LEVEL where there is no such
// level, or for a centre that is no household; CONFLICT with reason TOO_MANY past 500 units under one.
func (o *Org) AddUnit(ctx context.Context, parentID, name string, centre bool) (*db.Unit, error) {
	parent, err := access.Unit(ctx, o.store.Client(), "addUnit", parentID)
	if err != nil {
		return nil, err
	}
	if name, err = text.Line("name", name, text.Name); err != nil {
		return nil, err
	}
	return change(ctx, o, parent.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Unit, error) {
		parent, level, err := parentOf(ctx, tx, parentID)
		if err != nil {
			return nil, err
		}
		if err := checkCentre(centre, level); err != nil {
			return nil, err
		}
		path, err := free(ctx, tx, parent)
		if err != nil {
			return nil, err
		}
		u, err := tx.Unit.Create().SetCreatedAt(tx.Now()).SetCommunityID(parent.CommunityID).SetParentID(parent.ID).
			SetLevel(level).SetName(name).SetCentre(centre).SetPath(path).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := rollup.Raise(ctx, tx, u.CommunityID, u.Path); err != nil {
			return nil, err
		}
		return u, tx.Audit(ctx, store.Deed{Community: u.CommunityID, Verb: "addUnit", Subject: u.ID})
	})
}

// parentOf reads the unit that another shall stand under, and the level that one has there.
func parentOf(ctx context.Context, tx *store.Tx, parentID string) (*db.Unit, unit.Level, error) {
	parent, err := tx.Unit.Get(ctx, parentID)
	if err != nil {
		return nil, "", access.Hide(err)
	}
	c, err := tx.Community.Get(ctx, parent.CommunityID)
	if err != nil {
		return nil, "", err
	}
	level, err := below(c, parent)
	return parent, level, err
}

// free is the next free path under a unit.
func free(ctx context.Context, tx *store.Tx, parent *db.Unit) (string, error) {
	siblings, err := tx.Unit.Query().Where(unit.ParentID(parent.ID)).Select(unit.FieldPath).Strings(ctx)
	if err != nil {
		return "", err
	}
	if len(siblings) >= mostChildren {
		return "", fault.New(fault.Conflict, "At most %d under one.", mostChildren).Because("TOO_MANY").At("parentId")
	}
	s, err := segment(siblings)
	return parent.Path + s, err
}

func checkCentre(centre bool, level unit.Level) error {
	if centre && level != unit.LevelHOUSEHOLD {
		return fault.Field("centre", "Only a household is a centre.").Because("LEVEL")
	}
	return nil
}
