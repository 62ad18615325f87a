package auth

import (
	"context"
	"fmt"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// Pass is a phone number and a token that signs in whoever has it.
type Pass struct{ Phone, Token string }

// atCommand is the device of such sessions.
const atCommand = "Command line"

// TokenFor signs in the person with this number, for the command line: of several the one whom LogIn would take. It
// fails with BAD_USER_INPUT for what is no number and NOT_FOUND for one that nobody has.
func (a *Auth) TokenFor(ctx context.Context, phone string) (string, error) {
	number, err := text.Phone("phone", phone)
	if err != nil {
		return "", err
	}
	var in *SignedIn
	ctx = viewer.With(ctx, &viewer.Viewer{Internal: true, Device: atCommand})
	err = a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		in, err = a.asFirst(ctx, tx, a.Keys.HashPhone(number))
		if err == nil && in == nil {
			err = fault.Missing()
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return in.Token, nil
}

// Invite makes a card for the person with this number, for the command line; it fails like TokenFor.
func (a *Auth) Invite(ctx context.Context, phone string) (*Card, error) {
	number, err := text.Phone("phone", phone)
	if err != nil {
		return nil, err
	}
	var card *Card
	err = a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		people, err := ofPhone(ctx, tx, a.Keys.HashPhone(number))
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return fault.Missing()
		}
		card, err = a.issue(ctx, tx, people[0].Unwrap())
		return err
	})
	return card, err
}

// mostDemo is how many demo people can be signed in at once.
const mostDemo = 10_000

// DemoTokens signs in the first n demo people, in the order of their numbers from +8613800000001 on, all in one
// transaction; there may be fewer. It fails with BAD_USER_INPUT when n is not 1–10,000.
func (a *Auth) DemoTokens(ctx context.Context, n int) ([]Pass, error) {
	if n < 1 || n > mostDemo {
		return nil, fault.Field("demo", "Ask for 1 to %d people.", mostDemo)
	}
	phones, hashes := make([]string, n), make([]string, n)
	for i := range n {
		phones[i] = fmt.Sprintf("+86138%08d", i+1)
		hashes[i] = a.Keys.HashPhone(phones[i])
	}
	var passes []Pass
	err := a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		passes = nil
		people, err := tx.Person.Query().Where(person.PhoneHashIn(hashes...)).
			Order(person.ByCreatedAt(descending), person.ByID(descending)).All(ctx)
		if err != nil {
			return err
		}
		byHash := map[string]*db.Person{}
		for _, p := range people {
			byHash[*p.PhoneHash] = p // the first who was entered comes last
		}
		var found []*db.Person
		for i, hash := range hashes {
			if p := byHash[hash]; p != nil {
				found = append(found, p)
				passes = append(passes, Pass{Phone: phones[i], Token: keys.Token()})
			}
		}
		return insertSessions(ctx, tx, found, passes)
	})
	return passes, err
}

// insertSessions makes a session with each pass's token for the person at the same place.
func insertSessions(ctx context.Context, tx *store.Tx, people []*db.Person, passes []Pass) error {
	now := tx.Now()
	for from := 0; from < len(people); from += 500 { // a statement's parameters are bounded
		var rows []*db.SessionCreate
		for i := from; i < min(from+500, len(people)); i++ {
			rows = append(rows, tx.Session.Create().SetCreatedAt(now).SetCommunityID(people[i].CommunityID).
				SetPersonID(people[i].ID).
				SetDevice(atCommand).SetTokenHash(keys.TokenHash(passes[i].Token)).SetSeenAt(now).SetExpiresAt(now.Add(lasts)))
		}
		if err := tx.Session.CreateBulk(rows...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
