package org

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/community"
	"linli/server/store"
)

// change runs a change of a community's tree, people or teams, and returns the row it made or changed. Such changes run
// one after another: what is read inside stays true until the commit.
func change[R interface{ Unwrap() R }](ctx context.Context, o *Org, communityID string, fn func(context.Context, *store.Tx) (R, error)) (R, error) {
	var row, none R
	err := o.store.Do(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if err := lock(ctx, tx, communityID); err != nil {
			return err
		}
		row, err = fn(ctx, tx)
		return err
	})
	if err != nil {
		return none, err
	}
	return row.Unwrap(), nil
}

// lock takes the community's row. Sign-ups do not, so they never wait for an office's work on the tree.
func lock(ctx context.Context, tx *store.Tx, communityID string) error {
	return tx.Community.Update().Where(community.ID(communityID)).Modify(func(u *sql.UpdateBuilder) {
		u.Set(community.FieldName, sql.Expr(community.FieldName))
	}).Exec(ctx)
}
