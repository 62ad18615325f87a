package auth

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/invitation"
	"linli/server/access"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/viewer"
)

// cardLasts is how long an invitation card is good for.
const cardLasts = 7 * 24 * time.Hour

// IssueInvitation makes a card that signs this person in once, and voids an older one. NOT_FOUND for a person whom the
// viewer may not know; FORBIDDEN for one who is neither of her units nor a member of her teams, and, with reason ROLE,
// for one who may do more than she: whoever holds the card is that person.
func (a *Auth) IssueInvitation(ctx context.Context, personID string) (*Card, error) {
	p, err := access.Member(ctx, a.Store.Client(), "issueInvitation", personID)
	if err != nil {
		return nil, err
	}
	var card *Card
	err = a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if err := mayInvite(ctx, tx, p); err != nil {
			return err
		}
		card, err = a.issue(ctx, tx, p)
		return err
	})
	return card, err
}

// mayInvite refuses when the card would give the viewer a right that she does not hold: of the person, or of somebody
// whom the person can go on as because they share a phone.
func mayInvite(ctx context.Context, tx *store.Tx, p *db.Person) error {
	people := []*db.Person{p}
	if p.PhoneHash != nil {
		var err error
		if people, err = ofPhone(ctx, tx, *p.PhoneHash); err != nil {
			return err
		}
	}
	for _, one := range people {
		if err := access.Covers(ctx, tx.Client, one.ID); err != nil {
			return err
		}
	}
	return nil
}

// issue is the step that makes a person's only card.
func (a *Auth) issue(ctx context.Context, tx *store.Tx, p *db.Person) (*Card, error) {
	if err := tx.Alone(ctx, "card/"+p.ID); err != nil {
		return nil, err
	}
	token, now := keys.Token(), tx.Now()
	err := tx.Invitation.Update().Where(invitation.PersonID(p.ID), invitation.UsedAtIsNil()).SetUsedAt(now).Exec(ctx)
	if err != nil {
		return nil, err
	}
	row, err := tx.Invitation.Create().SetCreatedAt(now).SetCommunityID(p.CommunityID).SetPersonID(p.ID).
		SetIssuedBy(viewer.From(ctx).PersonID).SetTokenHash(keys.TokenHash(token)).SetExpiresAt(now.Add(cardLasts)).Save(ctx)
	if err != nil {
		return nil, err
	}
	deed := store.Deed{Community: p.CommunityID, Verb: "issueInvitation", Subject: row.ID, About: p.ID}
	return &Card{URL: a.URL + "/i/" + token, ExpiresAt: row.ExpiresAt, Person: p}, tx.Audit(ctx, deed)
}
