package org

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/text"
)

// ChangeUnit changes what is given. BAD_USER_INPUT for a bad name, and with reason LEVEL for a centre that is no household.
func (o *Org) ChangeUnit(ctx context.Context, id string, name *string, centre *bool) (*db.Unit, error) {
	u, err := access.Unit(ctx, o.store.Client(), "changeUnit", id)
	if err != nil {
		return nil, err
	}
	if name, err = given("name", name, text.Name); err != nil {
		return nil, err
	}
	if err := checkCentre(centre != nil && *centre, u.Level); err != nil {
		return nil, err
	}
	return change(ctx, o, u.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Unit, error) {
		u, err := tx.Unit.UpdateOneID(id).SetNillableName(name).SetNillableCentre(centre).Save(ctx)
		if err != nil {
			return nil, access.Hide(err)
		}
		if err := rollup.Raise(ctx, tx, u.CommunityID, u.Path); err != nil {
			return nil, err
		}
		return u, tx.Audit(ctx, store.Deed{Community: u.CommunityID, Verb: "changeUnit", Subject: id})
	})
}
