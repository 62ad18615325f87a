package auth

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"linli/ent/db/logincode"
	"linli/ent/db/person"
	"linli/server/store"
	"linli/server/text"
	"linli/server/throttle"
	"linli/server/viewer"
)

// A code is good for 5 minutes and 5 tries; a number gets 5 codes in 10 minutes.
const (
	codeLasts = 5 * time.Minute
	codeTries = 5
	codeSpan  = 10 * time.Minute
	codeMost  = 5
)

// RequestLoginCode makes a code and has it sent if somebody has this number. It is true for every well-formed number,
// and a number that nobody has costs the same work: it gets a code too, which nobody is told. RATE_LIMITED after too
// many for the number, known or not, or from the address; BAD_USER_INPUT for what is no number.
func (a *Auth) RequestLoginCode(ctx context.Context, phone string) (bool, error) {
	number, err := text.Phone("phone", phone)
	if err != nil {
		return false, err
	}
	if err := a.codesByAddress.Take(viewer.From(ctx).Address); err != nil {
		return false, err
	}
	code, hash, known := newCode(), a.Keys.HashPhone(number), false
	err = a.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if err := a.keepCode(ctx, tx, hash, code); err != nil {
			return err
		}
		known, err = tx.Person.Query().Where(person.PhoneHash(hash)).Exist(ctx)
		return err
	})
	if err != nil {
		return false, err
	}
	if known && a.Sender != nil {
		a.send(ctx, number, code)
	}
	return true, nil
}

func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // the machine has no randomness
	}
	return fmt.Sprintf("%06d", n)
}

// keepCode stores the code's hash unless the number has had too many.
func (a *Auth) keepCode(ctx context.Context, tx *store.Tx, phone, code string) error {
	if err := tx.Alone(ctx, "code/"+phone); err != nil {
		return err
	}
	now := tx.Now()
	if a.Limits {
		recent, err := tx.LoginCode.Query().Where(logincode.PhoneHash(phone), logincode.CreatedAtGT(now.Add(-codeSpan))).
			Order(logincode.ByCreatedAt()).All(ctx)
		if err != nil {
			return err
		}
		if n := len(recent) - codeMost; n >= 0 {
			return throttle.Refuse(recent[n].CreatedAt.Add(codeSpan).Sub(now))
		}
	}
	return tx.LoginCode.Create().SetCreatedAt(now).SetPhoneHash(phone).SetCodeHash(a.codeHash(phone, code)).
		SetExpiresAt(now.Add(codeLasts)).Exec(ctx)
}

func (a *Auth) codeHash(phone, code string) string { return a.Keys.Hash("login code", phone+" "+code) }

// send brings the code to the phone behind the request's back: how long the gateway takes would tell that somebody has
// the number.
func (a *Auth) send(ctx context.Context, number, code string) {
	ctx = context.WithoutCancel(ctx)
	select {
	case a.sending <- struct{}{}:
	default:
		slog.ErrorContext(ctx, "a login code was not sent", "err", "the gateway is behind")
		return
	}
	a.sends.Add(1)
	go func() {
		defer func() { <-a.sending; a.sends.Done() }()
		if err := a.Sender.Send(ctx, number, code); err != nil {
			slog.ErrorContext(ctx, "a login code was not sent", "err", err)
		}
	}()
}
