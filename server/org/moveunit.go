package org

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/predicate"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/rollup"
	"linli/server/store"
)

// MoveUnit puts a unit with all below it under another parent of the same level as before, last among its units. It asks
// for a secretary of the old and of the new parent. CONFLICT with reason CYCLE under itself or below, with reason
// TOO_MANY past 500; BAD_USER_INPUT with reason LEVEL under another level.
func (o *Org) MoveUnit(ctx context.Context, id, parentID string) (*db.Unit, error) {
	client := o.store.Client()
	u, err := access.Unit(ctx, client, "moveUnit", id)
	if err != nil {
		return nil, fault.At(err, "id")
	}
	if _, err := access.Unit(ctx, client, "moveUnit", parentID); err != nil {
		return nil, fault.At(err, "parentId")
	}
	if u.ParentID != nil {
		if _, err := access.Unit(ctx, client, "moveUnit", *u.ParentID); err != nil {
			return nil, fault.At(err, "id")
		}
	}
	return change(ctx, o, u.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Unit, error) {
		u, err := tx.Unit.Get(ctx, id)
		if err != nil {
			return nil, access.Hide(err)
		}
		parent, err := newParent(ctx, tx, u, parentID)
		if err != nil || parent.Path == parentPath(u.Path) {
			return u, err
		}
		if err := move(ctx, tx, u, parent); err != nil {
			return nil, err
		}
		if err := tx.Audit(ctx, store.Deed{Community: u.CommunityID, Verb: "moveUnit", Subject: id}); err != nil {
			return nil, err
		}
		return tx.Unit.Get(ctx, id)
	})
}

// newParent reads the parent-to-be and refuses one that cannot be.
func newParent(ctx context.Context, tx *store.Tx, u *db.Unit, parentID string) (*db.Unit, error) {
	parent, err := tx.Unit.Get(ctx, parentID)
	if err != nil {
		return nil, access.Hide(err)
	}
	if strings.HasPrefix(parent.Path, u.Path) {
		return nil, fault.New(fault.Conflict, "A unit cannot be put under itself.").Because("CYCLE").At("parentId")
	}
	_, level, err := parentOf(ctx, tx, parentID)
	if err == nil && level != u.Level {
		err = fault.Field("parentId", "Put it under the same level as before.").Because("LEVEL")
	}
	return parent, err
}

// move rewrites the paths of the subtree in one statement and tells whoever's counts or rights depend on them.
func move(ctx context.Context, tx *store.Tx, u, parent *db.Unit) error {
	path, err := free(ctx, tx, parent)
	if err != nil {
		return err
	}
	if err := tx.Unit.UpdateOneID(u.ID).SetParentID(parent.ID).Exec(ctx); err != nil {
		return err
	}
	subtree := access.Subtree(u.CommunityID, u.Path)
	if err := announceRights(ctx, tx, subtree); err != nil {
		return err
	}
	err = tx.Unit.Update().Where(subtree).Modify(func(b *sql.UpdateBuilder) {
		b.Set(unit.FieldPath, sql.ExprFunc(func(e *sql.Builder) {
			e.Arg(path).WriteString(" || substr(").Ident(unit.FieldPath).Comma().Arg(len(u.Path) + 1).WriteString(")")
		}))
	}).Exec(ctx)
	if err != nil {
		return err
	}
	return rollup.Move(ctx, tx, u, parentPath(u.Path), parent.Path)
}

// announceRights says that the rights of those who run one of the units have changed.
func announceRights(ctx context.Context, tx *store.Tx, units predicate.Unit) error {
	people, err := tx.Membership.Query().
		Where(membership.RoleIn(membership.RoleLEAD, membership.RoleSECRETARY), membership.HasUnitWith(units)).
		Select(membership.FieldPersonID).Strings(ctx)
	for _, id := range people {
		tx.Announce(live.Rights(id))
	}
	return err
}
