package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/joinrequest"
	"linli/ent/db/membership"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
)

// ApproveJoin makes the person, as a volunteer who lives in the unit. It asks for a lead or secretary both of where the
// wish waits and of the unit. CONFLICT with reason DECIDED when somebody was quicker.
func (o *Org) ApproveJoin(ctx context.Context, id, unitID string) (*db.Person, error) {
	j, err := o.waiting(ctx, "approveJoin", id)
	if err != nil {
		return nil, fault.At(err, "id")
	}
	if _, err := access.Unit(ctx, o.store.Client(), "approveJoin", unitID); err != nil {
		return nil, fault.At(err, "unitId")
	}
	number, err := o.keys.Open(j.PhoneSealed)
	if err != nil {
		return nil, err
	}
	return change(ctx, o, j.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		home, err := tx.Unit.Get(ctx, unitID)
		if err != nil {
			return nil, access.Hide(err)
		}
		if err := decide(ctx, tx, id, joinrequest.StatusAPPROVED); err != nil {
			return nil, err
		}
		p, err := settle(ctx, tx, o.keys, home, newcomer{name: j.Name, number: number, role: membership.RoleVOLUNTEER})
		if err != nil {
			return nil, err
		}
		return p, tx.Audit(ctx, store.Deed{Community: j.CommunityID, Verb: "approveJoin", Subject: id, About: p.ID})
	})
}
