package ticket

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/live"
	"linli/server/store"
)

// cardLasts is how long a card is good.
const cardLasts = 2 * 365 * 24 * time.Hour

// Card is a printed card for somebody without a phone, good for all her sign-ups.
type Card struct {
	Person              *db.Person
	Number              int
	Ticket              string
	IssuedAt, ExpiresAt time.Time
}

// Card is the card of a person as it was printed; nil when she has none, or it has run out. It is for herself, who acts for
// her, and leads of where she lives or of her team; for others NOT_FOUND, UNAUTHENTICATED or FORBIDDEN.
func (t *Tickets) Card(ctx context.Context, personID string) (*Card, error) {
	p, err := access.Member(ctx, t.store.Client(), "card", personID)
	if err != nil {
		return nil, err
	}
	return t.of(ctx, p)
}

// IssueCard makes a new card, good for two years, and ends the one before. It fails as Card does.
func (t *Tickets) IssueCard(ctx context.Context, personID string) (*Card, error) {
	p, err := access.Member(ctx, t.store.Client(), "issueCard", personID)
	if err != nil {
		return nil, err
	}
	err = t.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = tx.Person.UpdateOneID(personID).AddCard(1).SetCardIssuedAt(tx.Now()).Save(ctx); err != nil {
			return access.Hide(err)
		}
		if err := Retell(ctx, tx, personID); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: "issueCard", Subject: p.ID})
	})
	if err != nil {
		return nil, err
	}
	return t.of(ctx, p.Unwrap())
}

// WithdrawCard ends the card of a person; without one it changes nothing. It fails as Card does.
func (t *Tickets) WithdrawCard(ctx context.Context, personID string) (bool, error) {
	p, err := access.Member(ctx, t.store.Client(), "withdrawCard", personID)
	if err != nil {
		return false, err
	}
	err = t.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Person.Update().Where(person.ID(personID), person.CardIssuedAtNotNil()).AddCard(1).ClearCardIssuedAt().Save(ctx)
		if err != nil || n == 0 {
			return err
		}
		if err := Retell(ctx, tx, personID); err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: "withdrawCard", Subject: p.ID})
	})
	return err == nil, err
}

// stored is how long after an event a phone may still go by its roster.
const stored = 24 * time.Hour

// Retell marks a person's rows on rosters that may be stored on phones as changed: there the number of her card decides, and
// she is found by her name and phone.
func Retell(ctx context.Context, tx *store.Tx, personID string) error {
	events, err := tx.Event.Query().Where(event.EndsAtGT(tx.Now().Add(-stored)), event.HasSignUpsWith(signup.PersonID(personID))).
		Order(event.ByID()).IDs(ctx) // in this order everybody locks several
	if err != nil {
		return err
	}
	for _, id := range events {
		e, err := tx.Event.UpdateOneID(id).AddRosterVersion(1).Save(ctx)
		if err != nil {
			return err
		}
		tx.Announce(live.Event(id))
		if err := tx.SignUp.Update().Where(signup.EventID(id), signup.PersonID(personID)).SetChangedRevision(e.RosterVersion).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// of signs a person's card as it was signed when it was issued; anew, once that key does not last as long as the card.
func (t *Tickets) of(ctx context.Context, p *db.Person) (*Card, error) {
	now := t.store.Now()
	if p.CardIssuedAt == nil || !now.Before(p.CardIssuedAt.Add(cardLasts)) {
		return nil, nil
	}
	c := &Card{Person: p, Number: p.Card, IssuedAt: *p.CardIssuedAt, ExpiresAt: p.CardIssuedAt.Add(cardLasts)}
	r, err := t.load(ctx, follow)
	if err != nil {
		return nil, err
	}
	k := r.lasting(c.IssuedAt, c.ExpiresAt)
	if k == nil {
		if k, err = r.signing(now); err != nil {
			return nil, err
		}
	}
	c.Ticket, err = k.writeCard(p.ID, c.Number, c.ExpiresAt)
	return c, err
}
