package auth

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/session"
)

// SessionsByID returns those of the sessions that are the viewer's own and open, in no order.
func (a *Auth) SessionsByID(ctx context.Context, ids []string) ([]*db.Session, error) {
	return a.Store.Client().Session.Query().
		Where(session.IDIn(ids...), session.RevokedAtIsNil(), session.ExpiresAtGT(a.Store.Now())).All(ctx)
}
