package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/joinrequest"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/ent/db/team"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/rollup"
	"linli/server/store"
)

// RemoveUnit takes an empty unit away: CONFLICT with reason NOT_EMPTY while it has units, people, roles, teams, events
// or places kept for it, and always for the root. Wishes to belong that named it wait at the root from then on.
func (o *Org) RemoveUnit(ctx context.Context, id string) error {
	u, err := access.Unit(ctx, o.store.Client(), "removeUnit", id)
	if err != nil {
		return err
	}
	return o.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lock(ctx, tx, u.CommunityID); err != nil {
			return err
		}
		u, err := tx.Unit.Get(ctx, id)
		if err != nil {
			return access.Hide(err)
		}
		if err := checkEmpty(ctx, tx, u); err != nil {
			return err
		}
		if err := tx.JoinRequest.Update().Where(joinrequest.UnitID(id)).ClearUnitID().Exec(ctx); err != nil {
			return err
		}
		if err := tx.Unit.DeleteOneID(id).Exec(ctx); err != nil {
			return notEmpty(err)
		}
		if err := rollup.Raise(ctx, tx, u.CommunityID, parentPath(u.Path)); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: u.CommunityID, Verb: "removeUnit", Subject: id})
	})
}

func checkEmpty(ctx context.Context, tx *store.Tx, u *db.Unit) error {
	for _, holds := range []func(context.Context) (bool, error){
		func(context.Context) (bool, error) { return u.Path == rootPath, nil },
		tx.Unit.Query().Where(unit.ParentID(u.ID)).Exist,
		tx.Person.Query().Where(person.UnitID(u.ID)).Exist,
		tx.Membership.Query().Where(membership.UnitID(u.ID)).Exist,
		tx.Team.Query().Where(team.UnitID(u.ID)).Exist,
		tx.Event.Query().Where(event.UnitID(u.ID)).Exist,
		tx.Shift.Query().Where(shift.KeptUnitID(u.ID)).Exist,
	} {
		if full, err := holds(ctx); err != nil || full {
			return notEmpty(err)
		}
	}
	return nil
}

// notEmpty is the answer for a unit that something still belongs to; an event made in this instant shows only as a
// broken foreign key.
func notEmpty(err error) error {
	if err == nil || db.IsConstraintError(err) {
		return fault.New(fault.Conflict, "Only an empty unit can be removed.").Because("NOT_EMPTY")
	}
	return err
}
