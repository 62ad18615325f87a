package auth

import (
	"context"
	"crypto/subtle"
	"strings"

	"linli/ent/db/logincode"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// LogIn signs in whoever has this number and the newest code sent to it. Of several people who share it, it is the first
// who has a role, else the first who was entered; People says who else it may be. A wrong, used or expired code and an
// unknown number are the same UNAUTHENTICATED with reason CODE; RATE_LIMITED after too many tries from one address.
func (a *Auth) LogIn(ctx context.Context, phone, code string) (*SignedIn, error) {
	number, err := text.Phone("phone", phone)
	if err != nil {
		return nil, err
	}
	if err := a.triesByAddress.Take(viewer.From(ctx).Address); err != nil {
		return nil, err
	}
	hash := a.Keys.HashPhone(number)
	code = strings.ReplaceAll(code, " ", "")
	var in *SignedIn
	err = a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		in = nil
		right, err := a.useCode(ctx, tx, hash, code)
		if err != nil || !right {
			return err // a try is counted, so the transaction is kept
		}
		in, err = a.asFirst(ctx, tx, hash)
		return err
	})
	if err != nil {
		return nil, err
	}
	if in == nil {
		return nil, fault.New(fault.Unauthenticated, "This code is wrong or no longer valid.").Because("CODE")
	}
	return a.welcome(ctx, in)
}

// useCode counts a try at the number's newest code and uses it up if it is right. A number without a code costs the
// same statements.
func (a *Auth) useCode(ctx context.Context, tx *store.Tx, phone, code string) (bool, error) {
	var id, want string
	newest, err := tx.LoginCode.Query().Where(logincode.PhoneHash(phone)).
		Order(logincode.ByCreatedAt(descending), logincode.ByID(descending)).Limit(1).All(ctx)
	if err != nil {
		return false, err
	}
	if len(newest) > 0 {
		id, want = newest[0].ID, newest[0].CodeHash
	}
	now := tx.Now()
	open, err := tx.LoginCode.Update().
		Where(logincode.ID(id), logincode.UsedAtIsNil(), logincode.TriesLT(codeTries), logincode.ExpiresAtGT(now)).
		AddTries(1).Save(ctx) // it takes the row's lock: of two at once the second sees what the first did
	if err != nil {
		return false, err
	}
	right := subtle.ConstantTimeCompare([]byte(want), []byte(a.codeHash(phone, code))) == 1
	if open == 0 || !right {
		return false, nil
	}
	return true, tx.LoginCode.UpdateOneID(id).SetUsedAt(now).Exec(ctx)
}

// welcome goes on as whoever has just signed in: the cookie, and the rights for what is left of the request.
func (a *Auth) welcome(ctx context.Context, in *SignedIn) (*SignedIn, error) {
	v, err := a.Viewer(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	before := viewer.From(ctx)
	v.Address, v.Device = before.Address, before.Device
	viewer.Become(ctx, v)
	setCookie(ctx, in)
	return in, nil
}
