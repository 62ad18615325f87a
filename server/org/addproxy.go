package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/proxy"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
)

// AddProxy lets the holder act for the person, whom it returns; repeating it is safe. It asks for a secretary of both.
// BAD_USER_INPUT for oneself; CONFLICT with reason TOO_MANY past 20 on either side.
func (o *Org) AddProxy(ctx context.Context, holderID, personID string) (*db.Person, error) {
	p, err := o.proxied(ctx, "addProxy", holderID, personID)
	if err != nil {
		return nil, err
	}
	if holderID == personID {
		return nil, fault.Field("holderId", "Everybody acts for herself already.").Because("SELF")
	}
	return change(ctx, o, p.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		p, err := tx.Person.Get(ctx, personID)
		if err != nil {
			return nil, access.Hide(err)
		}
		if there, err := tx.Proxy.Query().Where(proxy.HolderID(holderID), proxy.PersonID(personID)).Exist(ctx); err != nil || there {
			return p, err
		}
		if err := checkProxies(ctx, tx, holderID, personID); err != nil {
			return nil, err
		}
		err = tx.Proxy.Create().SetCreatedAt(tx.Now()).SetCommunityID(p.CommunityID).SetHolderID(holderID).SetPersonID(personID).Exec(ctx)
		if err != nil {
			return nil, err
		}
		return p, proxyChanged(ctx, tx, "addProxy", holderID, p)
	})
}

func checkProxies(ctx context.Context, tx *store.Tx, holderID, personID string) error {
	held, err := tx.Proxy.Query().Where(proxy.HolderID(holderID)).Count(ctx)
	if err != nil {
		return err
	}
	acting, err := tx.Proxy.Query().Where(proxy.PersonID(personID)).Count(ctx)
	if err == nil && max(held, acting) >= mostProxies {
		err = fault.New(fault.Conflict, "At most %d each.", mostProxies).Because("TOO_MANY")
	}
	return err
}
