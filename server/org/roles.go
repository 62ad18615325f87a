package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	inbox "linli/server/notice"
	"linli/server/store"
	"linli/server/viewer"
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
		return p, roleChanged(ctx, tx, "grantRole", p, unitID)
	})
}

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

// roleAt finds the unit of a role and asks whether the viewer, who must be able to know the person, is its secretary.
func (o *Org) roleAt(ctx context.Context, verb access.Verb, personID, unitID string) (*db.Unit, error) {
	client := o.store.Client()
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "Please sign in.")
	}
	if _, err := client.Person.Query().Where(person.ID(personID)).OnlyID(ctx); err != nil {
		return nil, access.Hide(err)
	}
	return access.Unit(ctx, client, verb, unitID)
}

func holding(personID, unitID string, role membership.Role) predicate.Membership {
	return membership.And(membership.PersonID(personID), membership.UnitID(unitID), membership.RoleEQ(role))
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

// roleChanged tells the person, wakes her sessions and puts it on record.
func roleChanged(ctx context.Context, tx *store.Tx, verb string, p *db.Person, unitID string) error {
	tx.Announce(live.Rights(p.ID))
	if err := inbox.Put(ctx, tx, inbox.News{Kind: notice.KindROLE, Community: p.CommunityID}, p.ID); err != nil {
		return err
	}
	return tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: verb, Subject: unitID, About: p.ID})
}
