package org

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// proxied finds both people and returns whom the other acts for. The viewer's right over each keeps them in one community.
func (o *Org) proxied(ctx context.Context, verb access.Verb, holderID, personID string) (*db.Person, error) {
	if _, err := access.Person(ctx, o.store.Client(), verb, holderID); err != nil {
		return nil, fault.At(err, "holderId")
	}
	p, err := access.Person(ctx, o.store.Client(), verb, personID)
	return p, fault.At(err, "personId")
}

func proxyChanged(ctx context.Context, tx *store.Tx, verb, holderID string, p *db.Person) error {
	tx.Announce(live.Rights(holderID))
	return tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: verb, Subject: holderID, About: p.ID})
}
