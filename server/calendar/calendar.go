// Package calendar shows people's sign-ups to their calendars.
package calendar

import (
	"context"

	"linli/ent/db/calendar"
	"linli/server/access"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/viewer"
)

// Calendars of people.
type Calendars struct {
	store *store.Store
	url   string
}

// New works on this database; url is the public base of links, without a slash at its end.
func New(s *store.Store, url string) *Calendars { return &Calendars{s, url} }

// Open makes the secret address of the viewer's calendar and ends the one before; UNAUTHENTICATED when nobody is signed in.
// Only a hash of it is kept.
func (c *Calendars) Open(ctx context.Context) (string, error) {
	if err := access.Ask(ctx, "openCalendar", access.On{}); err != nil {
		return "", err
	}
	v, token := viewer.From(ctx), keys.Token()
	err := c.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Alone(ctx, "calendar/"+v.PersonID); err != nil {
			return err
		}
		if _, err := end(ctx, tx, v.PersonID); err != nil {
			return err
		}
		err := tx.Calendar.Create().SetCreatedAt(tx.Now()).SetCommunityID(v.CommunityID).SetPersonID(v.PersonID).
			SetTokenHash(keys.TokenHash(token)).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: v.CommunityID, Verb: "openCalendar", Subject: v.PersonID})
	})
	return c.url + "/files/calendar/" + token + ".ics", err
}

// Close ends the address of the viewer's calendar; without one it changes nothing. UNAUTHENTICATED when nobody is signed in.
func (c *Calendars) Close(ctx context.Context) (bool, error) {
	if err := access.Ask(ctx, "closeCalendar", access.On{}); err != nil {
		return false, err
	}
	v := viewer.From(ctx)
	err := c.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := end(ctx, tx, v.PersonID)
		if err != nil || n == 0 {
			return err
		}
		return tx.Audit(ctx, store.Deed{Community: v.CommunityID, Verb: "closeCalendar", Subject: v.PersonID})
	})
	return err == nil, err
}

// end is the step that ends a person's address; it answers how many there were.
func end(ctx context.Context, tx *store.Tx, personID string) (int, error) {
	return tx.Calendar.Update().Where(calendar.PersonID(personID), calendar.RevokedAtIsNil()).SetRevokedAt(tx.Now()).Save(ctx)
}
