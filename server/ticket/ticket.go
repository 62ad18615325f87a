// Package ticket signs and checks what people show at the door.
package ticket

import (
	"context"
	"errors"
	"time"

	"linli/ent/db"
	"linli/server/keys"
	"linli/server/store"
)

var errLater = errors.New("ticket: not yet")

// Key is the public half of a key that tickets are signed with.
type Key struct {
	Number int
	Key    string // Ed25519, base64url
	EndsAt *time.Time
}

// Card is a printed card for somebody without a phone.
type Card struct {
	Person              *db.Person
	Number              int
	Ticket              string
	IssuedAt, ExpiresAt time.Time
}

// Tickets signs and checks.
type Tickets struct {
	store *store.Store
	keys  *keys.Keys
}

// New works on this database.
func New(s *store.Store, k *keys.Keys) *Tickets { return &Tickets{s, k} }

// Keys are the public keys, newest first.
func (t *Tickets) Keys(ctx context.Context) ([]*Key, error) { return nil, errLater }

// Card reads the valid card of a person.
func (t *Tickets) Card(ctx context.Context, personID string) (*Card, error) { return nil, errLater }

// IssueCard makes a new one.
func (t *Tickets) IssueCard(ctx context.Context, personID string) (*Card, error) {
	return nil, errLater
}

// WithdrawCard ends it.
func (t *Tickets) WithdrawCard(ctx context.Context, personID string) (bool, error) {
	return false, errLater
}
