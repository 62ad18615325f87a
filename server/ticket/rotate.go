package ticket

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/event"
	"linli/ent/db/ticketkey"
	"linli/server/store"
)

const (
	// oldLasts is how long an old key still checks what it signed: longer than any card is good.
	oldLasts = cardLasts + 30*24*time.Hour
	// lostLasts is how long after the end of the events that run a lost key is believed, lostMost at most: of an event that
	// runs for months people open their tickets anew.
	lostLasts = 24 * time.Hour
	lostMost  = 7 * 24 * time.Hour
)

// Rotated is what a rotation did.
type Rotated struct {
	Number  int       // of the key that signs from now on
	OldEnds time.Time // from when nothing that the older ones signed is valid
}

var errNoNumber = errors.New("all 255 numbers of keys are used")

// Rotate makes a new key, which signs from now on; running servers follow within seconds. What older keys have signed
// stays valid until it has run out. When one of them is lost, that is until the events that run now, and the day after,
// are over: then nobody can make a ticket with it any more, and cards that it signed must be printed anew.
func (t *Tickets) Rotate(ctx context.Context, lost bool) (*Rotated, error) {
	seed := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails
	var done *Rotated
	err := t.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Alone(ctx, "ticket keys"); err != nil {
			return err
		}
		number, err := nextNumber(ctx, tx)
		if err != nil {
			return err
		}
		done = &Rotated{Number: number, OldEnds: tx.Now().Add(oldLasts)}
		if lost {
			if done.OldEnds, err = lostEnds(ctx, tx); err != nil {
				return err
			}
		}
		if err := endOlder(ctx, tx, done.OldEnds); err != nil {
			return err
		}
		return tx.TicketKey.Create().SetCreatedAt(tx.Now()).SetNumber(number).SetSeedSealed(t.keys.Seal(string(seed))).Exec(ctx)
	})
	return done, err
}

// nextNumber is one more than the highest.
func nextNumber(ctx context.Context, tx *store.Tx) (int, error) {
	newest, err := tx.TicketKey.Query().Order(ticketkey.ByNumber(sql.OrderDesc())).Limit(1).All(ctx)
	switch {
	case err != nil:
		return 0, err
	case len(newest) == 0:
		return 1, nil
	case newest[0].Number+1 >= mostKeys:
		return 0, errNoNumber
	}
	return newest[0].Number + 1, nil
}

// lostEnds is a day after the last of the events that run now, and now where none does.
func lostEnds(ctx context.Context, tx *store.Tx) (time.Time, error) {
	now := tx.Now()
	last, err := tx.Event.Query().Where(event.StatusEQ(event.StatusPUBLISHED), event.StartsAtLTE(now), event.EndsAtGT(now)).
		Order(event.ByEndsAt(sql.OrderDesc())).Limit(1).All(ctx)
	if err != nil || len(last) == 0 {
		return now, err
	}
	ends := last[0].EndsAt.Add(lostLasts)
	if most := now.Add(lostMost); ends.After(most) {
		ends = most
	}
	return ends, nil
}

// endOlder gives every key that would last longer this end; key 0 gets its row, which keeps nothing but the end.
func endOlder(ctx context.Context, tx *store.Tx, ends time.Time) error {
	err := tx.TicketKey.Update().Where(ticketkey.Or(ticketkey.EndsAtIsNil(), ticketkey.EndsAtGT(ends))).SetEndsAt(ends).Exec(ctx)
	if err != nil {
		return err
	}
	known, err := tx.TicketKey.Query().Where(ticketkey.Number(0)).Exist(ctx)
	if err != nil || known {
		return err
	}
	return tx.TicketKey.Create().SetCreatedAt(tx.Now()).SetNumber(0).SetSeedSealed("").SetEndsAt(ends).Exec(ctx)
}
