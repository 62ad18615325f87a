package auth

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/session"
	"linli/server/keys"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// A session ends 90 days after it was last used; that it is used is written down at most once an hour.
const (
	lasts   = 90 * 24 * time.Hour
	noticed = time.Hour
)

// NewSession is the step that signs in a person read in this transaction: it makes a session, for the device of whoever
// asks, and returns the token, of which only a hash is kept.
func (a *Auth) NewSession(ctx context.Context, tx *store.Tx, p *db.Person) (*SignedIn, error) {
	token, now := keys.Token(), tx.Now()
	s, err := tx.Session.Create().SetCreatedAt(now).SetCommunityID(p.CommunityID).SetPersonID(p.ID).
		SetTokenHash(keys.TokenHash(token)).SetDevice(device(viewer.From(ctx))).
		SetSeenAt(now).SetExpiresAt(now.Add(lasts)).Save(ctx)
	if err != nil {
		return nil, err
	}
	p.Unwrap() // it is read after the commit
	return &SignedIn{Person: p, Token: token, ExpiresAt: s.ExpiresAt, People: []*db.Person{p}}, nil
}

// device is the viewer's device as the row can hold it.
func device(v *viewer.Viewer) string {
	name := []rune(v.Device)
	return string(name[:min(len(name), 40)])
}

// end revokes the open session with this id of this person and has its sockets closed; false: there is none.
func end(ctx context.Context, tx *store.Tx, id, personID string) (bool, error) {
	n, err := tx.Session.Update().Where(session.ID(id), session.PersonID(personID), session.RevokedAtIsNil()).
		SetRevokedAt(tx.Now()).Save(ctx)
	if n > 0 {
		tx.Announce(live.Session(id))
	}
	return n > 0, err
}
