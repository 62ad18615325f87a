package org

import (
	"context"

	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/text"
)

// RevealPhone is the whole number of somebody in the viewer's scope; the reading and its reason are on record before it is
// answered. NOT_FOUND for somebody without a phone.
func (o *Org) RevealPhone(ctx context.Context, personID, reason string) (string, error) {
	p, err := access.Person(ctx, o.store.Client(), "revealPhone", personID)
	if err != nil {
		return "", err
	}
	if reason, err = text.Line("reason", reason, text.Reason); err != nil {
		return "", err
	}
	if p.PhoneSealed == nil {
		return "", fault.Missing()
	}
	number, err := o.keys.Open(*p.PhoneSealed)
	if err != nil {
		return "", err
	}
	return number, o.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: "revealPhone", Subject: p.ID, About: p.ID, Reason: reason})
	})
}
