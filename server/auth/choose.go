package auth

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// ChoosePerson goes on as another person of the same phone: the session that asks ends, and a new one begins. Anybody
// else is NOT_FOUND.
func (a *Auth) ChoosePerson(ctx context.Context, id string) (*SignedIn, error) {
	if err := access.Ask(ctx, "choosePerson", access.On{}); err != nil {
		return nil, err
	}
	v := viewer.From(ctx)
	var in *SignedIn
	err := a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		me, err := tx.Person.Get(ctx, v.PersonID)
		if err != nil {
			return err
		}
		if me.PhoneHash == nil {
			return fault.Missing()
		}
		people, err := ofPhone(ctx, tx, *me.PhoneHash)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(people, func(p *db.Person) bool { return p.ID == id })
		if i < 0 {
			return fault.Missing()
		}
		if ended, err := end(ctx, tx, v.SessionID, v.PersonID); err != nil {
			return err
		} else if !ended {
			return fault.SignInFirst() // it was revoked meanwhile
		}
		in, err = a.asOne(ctx, tx, people, i)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, in)
}
