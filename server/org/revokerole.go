package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
)

// RevokeRole takes a role away; repeating it is safe. CONFLICT with reason LAST_SECRETARY when nobody would be left to run
// the community.
func (o *Org) RevokeRole(ctx context.Context, personID, unitID string, role membership.Role) (*db.Person, error) {
	at, err := o.roleAt(ctx, "revokeRole", personID, unitID)
	if err != nil {
		return nil, err
	}
	return change(ctx, o, at.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		p, err := tx.Person.Get(ctx, personID)
		if err != nil {
			return nil, access.Hide(err)
		}
		n, err := tx.Membership.Delete().Where(holding(personID, unitID, role)).Exec(ctx)
		if err != nil || n == 0 {
			return p, err
		}
		if role == membership.RoleSECRETARY {
			if err := checkSecretary(ctx, tx, at); err != nil {
				return nil, err
			}
		}
		return p, roleChanged(ctx, tx, "revokeRole", p, unitID)
	})
}

// checkSecretary refuses when, one having gone from this unit, the whole community is left without a secretary.
func checkSecretary(ctx context.Context, tx *store.Tx, at *db.Unit) error {
	left := tx.Membership.Query().Where(membership.CommunityID(at.CommunityID), membership.RoleEQ(membership.RoleSECRETARY))
	if at.ParentID == nil { // those of a branch cannot put anybody in the place of the root's last
		left.Where(membership.UnitID(at.ID))
	}
	if some, err := left.Exist(ctx); err != nil || some {
		return err
	}
	return fault.New(fault.Conflict, "The community needs a secretary.").Because("LAST_SECRETARY")
}
