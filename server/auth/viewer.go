package auth

import (
	"context"
	"log/slog"

	"linli/ent/db"
	"linli/ent/db/session"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/viewer"
)

// Viewer returns who holds the token, with her present rights and the id of the session: a copy, to which the caller may
// add where the request came from. A token that is unknown, revoked or expired is UNAUTHENTICATED. What it answers is
// kept for a moment and forgotten as soon as the session ends or a right changes, on whichever replica.
func (a *Auth) Viewer(ctx context.Context, token string) (*viewer.Viewer, error) {
	if token == "" || len(token) > 64 {
		return nil, fault.SignInFirst()
	}
	hash, now := keys.TokenHash(token), a.Store.Now()
	if v, ok := a.cache.get(hash, now); ok {
		return v, nil
	}
	asked := a.cache.ask()
	s, v, err := a.load(viewer.Internal(ctx), hash)
	if err != nil {
		return nil, err
	}
	a.cache.put(asked, hash, entry{viewer: *v, expires: s.ExpiresAt, read: now})
	return v, nil
}

func (a *Auth) load(ctx context.Context, hash string) (*db.Session, *viewer.Viewer, error) {
	c, now := a.Store.Client(), a.Store.Now()
	s, err := c.Session.Query().
		Where(session.TokenHash(hash), session.RevokedAtIsNil(), session.ExpiresAtGT(now)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil, fault.SignInFirst()
	}
	if err != nil {
		return nil, nil, err
	}
	v, err := access.Load(ctx, c, s.PersonID)
	if err != nil {
		return nil, nil, err
	}
	v.SessionID = s.ID
	if now.Sub(s.SeenAt) >= noticed {
		if err := a.see(ctx, s); err != nil {
			slog.Warn("auth: a session's use was not written down", "err", err) // the next request tries again
		} else {
			s.ExpiresAt = now.Add(lasts)
		}
	}
	return s, v, nil
}

// see writes down that a session was used; of several requests at once one does.
func (a *Auth) see(ctx context.Context, s *db.Session) error {
	return a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := tx.Now()
		return tx.Session.Update().Where(session.ID(s.ID), session.SeenAtLTE(now.Add(-noticed)), session.RevokedAtIsNil()).
			SetSeenAt(now).SetExpiresAt(now.Add(lasts)).Exec(ctx)
	})
}
