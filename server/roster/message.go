package roster

import (
	"context"
	"slices"
	"time"

	"linli/ent/db"
	outbox "linli/ent/db/message"
	"linli/ent/db/signup"
	"linli/server/store"
)

// writeMessages writes one for each offer that only an SMS can tell of, to the person's own phone or else that of the first
// who acts for her; the jobs send it. At night it waits for the morning, as the offer's clock does, unless the offer would
// have run out by then. Whoever has no phone any more gets none: the offer runs out.
func (b *board) writeMessages(ctx context.Context, tx *store.Tx) error {
	var people []string
	for _, s := range b.ring {
		people = append(people, s.PersonID)
	}
	if len(people) == 0 {
		return nil
	}
	c, err := circleOf(ctx, tx, people)
	if err != nil {
		return err
	}
	with, err := c.phones(ctx, tx)
	if err != nil {
		return err
	}
	var rows []*db.MessageCreate
	hasPhone := set(with)
	for _, s := range b.ring {
		if who := c.first(s.PersonID, hasPhone); who != "" && s.Status == signup.StatusOFFERED { // nobody answered in the same batch
			rows = append(rows, tx.Message.Create().SetCreatedAt(b.now).SetCommunityID(s.CommunityID).SetPersonID(who).SetSignUpID(s.ID).
				SetKind(outbox.KindOFFER).SetDueAt(mayRing(b.now, s.OfferExpiresAt, b.events[s.EventID].Edges.Community)))
		}
	}
	for some := range slices.Chunk(rows, bulk) {
		if err := tx.Message.CreateBulk(some...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mayRing is when a phone may ring for an offer: now, or when the night is over.
func mayRing(now time.Time, until *time.Time, c *db.Community) time.Time {
	morning := awake(now.In(Zone(c.TimeZone)), 0, c.OfferRules.OrUsual()).UTC()
	if until != nil && !morning.Before(*until) {
		return now
	}
	return morning
}
