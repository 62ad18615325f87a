package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/joinrequest"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// waiting finds a wish and asks whether the viewer runs the place where it waits: the building it named, else the root.
func (o *Org) waiting(ctx context.Context, verb access.Verb, id string) (*db.JoinRequest, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.SignInFirst()
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
