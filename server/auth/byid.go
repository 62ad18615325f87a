package auth

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/session"
)

// SessionsByID returns those of the sessions that are the viewer's own and open, in no order.
func (a *Auth) SessionsByID(ctx context.Context, ids []string) ([]*db.Session, error) {
	return a.open().Where(session.IDIn(ids...)).All(ctx)
}
