package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/joinrequest"
	"linli/ent/db/membership"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// ApproveJoin makes the person, as a volunteer who lives in the unit. It asks for a lead or secretary both of where the
// wish waits and of the unit. CONFLICT with reason DECIDED when somebody was quicker.
func (o *Org) ApproveJoin(ctx context.Context, id, unitID string) (*db.Person, error) {
	j, err := o.waiting(ctx, "approveJoin", id)
	if err != nil {
		return nil, err
	}
	if _, err := access.Unit(ctx, o.store.Client(), "approveJoin", unitID); err != nil {
		return nil, err
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

// DeclineJoin ends a wish; the reason is on record. CONFLICT with reason DECIDED when somebody was quicker.
func (o *Org) DeclineJoin(ctx context.Context, id, reason string) error {
	j, err := o.waiting(ctx, "declineJoin", id)
	if err != nil {
		return err
	}
	if reason, err = text.Line("reason", reason, text.Reason); err != nil {
		return err
	}
	return o.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := decide(ctx, tx, id, joinrequest.StatusDECLINED); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: j.CommunityID, Verb: "declineJoin", Subject: id, Reason: reason})
	})
}

// waiting finds a wish and asks whether the viewer runs the place where it waits: the building it named, else the root.
func (o *Org) waiting(ctx context.Context, verb access.Verb, id string) (*db.JoinRequest, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "Please sign in.")
	}
	j, err := o.store.Client().JoinRequest.Query().Where(joinrequest.ID(id)).Only(ctx)
	if err != nil {
		return nil, access.Hide(err)
	}
	at := unit.And(unit.CommunityID(j.CommunityID), unit.Path(rootPath))
	if j.UnitID != nil {
		at = unit.ID(*j.UnitID)
	}
	u, err := o.store.Client().Unit.Query().Where(at).Only(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	return j, access.Ask(ctx, verb, access.OnUnit(u))
}

// decide ends a wish that still waits.
func decide(ctx context.Context, tx *store.Tx, id string, status joinrequest.Status) error {
	n, err := tx.JoinRequest.Update().Where(joinrequest.ID(id), joinrequest.StatusEQ(joinrequest.StatusPENDING)).
		SetStatus(status).SetDecidedBy(viewer.From(ctx).PersonID).SetDecidedAt(tx.Now()).Save(ctx)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "Somebody has decided this already.").Because("DECIDED")
	}
	return err
}
