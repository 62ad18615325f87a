package roster

import (
	"context"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	outbox "linli/ent/db/message"
	"linli/server/store"
)

// message writes one for each of the offers, to the person's own phone or else that of the first who acts for her; the
// jobs send it. At night it waits for the morning, as the offer's clock does, unless the offer would have run out by then.
// Whoever has no phone any more gets none: the offer runs out.
func message(ctx context.Context, tx *store.Tx, offers ...*db.SignUp) error {
	if len(offers) == 0 {
		return nil
	}
	people := make([]string, len(offers))
	for i, s := range offers {
		people[i] = s.PersonID
	}
	c, err := circleOf(ctx, tx, people)
	if err != nil {
		return err
	}
	with, err := c.phones(ctx, tx)
	if err != nil {
		return err
	}
	places, err := communities(ctx, tx, offers)
	if err != nil {
		return err
	}
	var rows []*db.MessageCreate
	hasPhone, now := set(with), tx.Now()
	for _, s := range offers {
		if who := c.first(s.PersonID, hasPhone); who != "" {
			rows = append(rows, tx.Message.Create().SetCreatedAt(now).SetCommunityID(s.CommunityID).SetPersonID(who).SetSignUpID(s.ID).
				SetKind(outbox.KindOFFER).SetDueAt(mayRing(now, s.OfferExpiresAt, places[s.CommunityID])))
		}
	}
	for some := range slices.Chunk(rows, bulk) {
		if err := tx.Message.CreateBulk(some...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func communities(ctx context.Context, tx *store.Tx, of []*db.SignUp) (map[string]*db.Community, error) {
	byID := map[string]*db.Community{}
	for _, s := range of {
		byID[s.CommunityID] = nil
	}
	ids := make([]string, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	rows, err := tx.Community.Query().Where(community.IDIn(ids...)).All(ctx)
	for _, c := range rows {
		byID[c.ID] = c
	}
	return byID, err
}

// mayRing is when a phone may ring for an offer: now, or when the night is over.
func mayRing(now time.Time, until *time.Time, c *db.Community) time.Time {
	morning := awake(now.In(zone(c.TimeZone)), 0, c.OfferRules.OrUsual()).UTC()
	if until != nil && !morning.Before(*until) {
		return now
	}
	return morning
}
