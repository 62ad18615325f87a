package auth

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/session"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// Sessions are the viewer's own that are open, latest used first, at most 50; UNAUTHENTICATED for an anonymous one.
func (a *Auth) Sessions(ctx context.Context) ([]*db.Session, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.SignInFirst()
	}
	return a.open().Order(session.BySeenAt(descending), session.ByID(descending)).Limit(50).All(ctx)
}

func (a *Auth) open() *db.SessionQuery {
	return a.Store.Client().Session.Query().Where(session.RevokedAtIsNil(), session.ExpiresAtGT(a.Store.Now()))
}

// LogOut ends the session that asks, and its open sockets.
func (a *Auth) LogOut(ctx context.Context) (bool, error) {
	if err := access.Ask(ctx, "logOut", access.On{}); err != nil {
		return false, err
	}
	v := viewer.From(ctx)
	err := a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := end(ctx, tx, v.SessionID, v.PersonID)
		return err
	})
	if err != nil {
		return false, err
	}
	clearCookie(ctx)
	return true, nil
}

// RevokeSession ends one of the viewer's own sessions, and its open sockets; NOT_FOUND when there is no such open one.
func (a *Auth) RevokeSession(ctx context.Context, id string) (bool, error) {
	if err := access.Ask(ctx, "revokeSession", access.On{}); err != nil {
		return false, err
	}
	v := viewer.From(ctx)
	err := a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		ended, err := end(ctx, tx, id, v.PersonID)
		if err == nil && !ended {
			return fault.Missing()
		}
		return err
	})
	if err != nil {
		return false, err
	}
	if id == v.SessionID {
		clearCookie(ctx)
	}
	return true, nil
}
