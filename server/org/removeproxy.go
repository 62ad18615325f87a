package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/proxy"
	"linli/server/access"
	"linli/server/store"
)

// RemoveProxy ends it; repeating it is safe.
func (o *Org) RemoveProxy(ctx context.Context, holderID, personID string) (*db.Person, error) {
	p, err := o.proxied(ctx, "removeProxy", holderID, personID)
	if err != nil {
		return nil, err
	}
	return change(ctx, o, p.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		p, err := tx.Person.Get(ctx, personID)
		if err != nil {
			return nil, access.Hide(err)
		}
		n, err := tx.Proxy.Delete().Where(proxy.HolderID(holderID), proxy.PersonID(personID)).Exec(ctx)
		if err != nil || n == 0 {
			return p, err
		}
		return p, proxyChanged(ctx, tx, "removeProxy", holderID, p)
	})
}
