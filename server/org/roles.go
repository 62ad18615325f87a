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

// roleAt finds the unit of a role and asks whether the viewer, who must be able to know the person, is its secretary.
func (o *Org) roleAt(ctx context.Context, verb access.Verb, personID, unitID string) (*db.Unit, error) {
	client := o.store.Client()
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.SignInFirst()
	}
	if _, err := client.Person.Query().Where(person.ID(personID)).OnlyID(ctx); err != nil {
		return nil, fault.At(access.Hide(err), "personId")
	}
	at, err := access.Unit(ctx, client, verb, unitID)
	return at, fault.At(err, "unitId")
}

func holding(personID, unitID string, role membership.Role) predicate.Membership {
	return membership.And(membership.PersonID(personID), membership.UnitID(unitID), membership.RoleEQ(role))
}

// roleChanged tells the person, wakes her sessions and puts it on record.
func roleChanged(ctx context.Context, tx *store.Tx, verb string, p *db.Person, unitID string) error {
	tx.Announce(live.Rights(p.ID))
	if err := inbox.Put(ctx, tx, inbox.News{Kind: notice.KindROLE, Community: p.CommunityID}, p.ID); err != nil {
		return err
	}
	return tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: verb, Subject: unitID, About: p.ID})
}
