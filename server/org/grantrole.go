package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/server/access"
	"linli/server/store"
)

// GrantRole gives a person a role at a unit, for its subtree; repeating it is safe. It asks for a secretary of the unit
// who may know the person.
func (o *Org) GrantRole(ctx context.Context, personID, unitID string, role membership.Role) (*db.Person, error) {
	at, err := o.roleAt(ctx, "grantRole", personID, unitID)
	if err != nil {
		return nil, err
	}
	return change(ctx, o, at.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		p, err := tx.Person.Get(ctx, personID)
		if err != nil {
			return nil, access.Hide(err)
		}
		if held, err := tx.Membership.Query().Where(holding(personID, unitID, role)).Exist(ctx); err != nil || held {
			return p, err
		}
		at, err := tx.Unit.Get(ctx, unitID)
		if err != nil {
			return nil, access.Hide(err)
		}
		if err := grant(ctx, tx, personID, at, role); err != nil {
			return nil, err
		}
		if err := voidCards(ctx, tx, p); err != nil {
			return nil, err
		}
		return p, roleChanged(ctx, tx, "grantRole", p, unitID)
	})
}
