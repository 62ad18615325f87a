package auth

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/installation"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/org"
	"linli/server/store"
	"linli/server/viewer"
)

// OpenSetup makes the one-time link with which the first community is founded, in place of an earlier one, and returns
// it; false when there is a community, and then an open link is closed.
func (a *Auth) OpenSetup(ctx context.Context) (url string, ok bool, err error) {
	token := keys.Token()
	err = a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		founded, err := tx.Community.Query().Exist(ctx)
		if err != nil {
			return err
		}
		hash := ""
		if ok = !founded; ok {
			hash = keys.TokenHash(token)
		}
		n, err := tx.Installation.Update().SetSetupHash(hash).Save(ctx)
		if err != nil || n > 0 || !ok {
			return err
		}
		return tx.Installation.Create().SetKeyFingerprint(a.Keys.Fingerprint()).SetSetupHash(hash).
			OnConflictColumns(installation.FieldID).Update(func(row *db.InstallationUpsert) { row.SetSetupHash(hash) }).Exec(ctx)
	})
	if err != nil || !ok {
		return "", false, err
	}
	return a.URL + "/setup/" + token, true, nil
}

// FoundCommunity founds the first community with the token of the set-up link and signs in its secretary. A token that
// is unknown, used or replaced, and any once there is a community, is UNAUTHENTICATED with reason SETUP; RATE_LIMITED
// after too many tries from one address. What org.Found refuses leaves the link as it was.
func (a *Auth) FoundCommunity(ctx context.Context, token string, input org.FoundInput) (*SignedIn, error) {
	if err := a.triesByAddress.Take(viewer.From(ctx).Address); err != nil {
		return nil, err
	}
	var in *SignedIn
	err := a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Installation.Update().Where(installation.SetupHash(keys.TokenHash(token))).SetSetupHash("").Save(ctx)
		if err != nil {
			return err
		}
		founded, err := tx.Community.Query().Exist(ctx)
		if err != nil {
			return err
		}
		if n == 0 || founded {
			return fault.New(fault.Unauthenticated, "This set-up link is no longer valid.").Because("SETUP")
		}
		_, secretary, err := org.Found(ctx, tx, a.Keys, input)
		if err != nil {
			return err
		}
		in, err = a.NewSession(ctx, tx, secretary)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, in)
}

// LogInWays tells the log-in page what there is: codes, when there is a sender; founding, while a set-up link is open.
func (a *Auth) LogInWays(ctx context.Context) (*Ways, error) {
	whole, c := viewer.Internal(ctx), a.Store.Client()
	founded, err := c.Community.Query().Exist(whole)
	if err != nil || founded {
		return &Ways{Code: a.Sender != nil}, err
	}
	open, err := c.Installation.Query().Where(installation.SetupHashNEQ("")).Exist(whole)
	return &Ways{Code: a.Sender != nil, Founding: open}, err
}
