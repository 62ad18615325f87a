package auth

import (
	"context"

	"linli/ent/db/invitation"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/viewer"
)

// AcceptInvitation signs in the person of a card, once. A card that is unknown, used, voided or expired is UNAUTHENTICATED
// with reason INVITATION; RATE_LIMITED after too many tries from one address.
func (a *Auth) AcceptInvitation(ctx context.Context, token string) (*SignedIn, error) {
	if err := a.triesByAddress.Take(viewer.From(ctx).Address); err != nil {
		return nil, err
	}
	hash := keys.TokenHash(token)
	var in *SignedIn
	err := a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := tx.Now()
		n, err := tx.Invitation.Update().
			Where(invitation.TokenHash(hash), invitation.UsedAtIsNil(), invitation.ExpiresAtGT(now)).SetUsedAt(now).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Unauthenticated, "This card is used, or no longer valid.").Because("INVITATION")
		}
		p, err := tx.Invitation.Query().Where(invitation.TokenHash(hash)).QueryPerson().Only(ctx)
		if err != nil {
			return err
		}
		in, err = a.NewSession(ctx, tx, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, in)
}
