package org

import (
	"context"

	"linli/ent/db/joinrequest"
	"linli/server/store"
	"linli/server/text"
)

// DeclineJoin ends a wish; the reason is on record. CONFLICT with reason DECIDED when somebody was quicker.
func (o *Org) DeclineJoin(ctx context.Context, id, reason string) error {
	j, err := o.waiting(ctx, "declineJoin", id)
	if err != nil {
		return err
	}
	if reason, err = text.Line("reason", reason, text.Reason); err != nil {
		return err
	}
	return o.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := decide(ctx, tx, id, joinrequest.StatusDECLINED); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: j.CommunityID, Verb: "declineJoin", Subject: id, Reason: reason})
	})
}
