package ticket

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/ticketkey"
	"linli/server/viewer"
)

const (
	// mostKeys is how many numbers one byte of a ticket can say.
	mostKeys = 256
	// follow is how soon a running server hears of a rotation.
	follow = 3 * time.Second
	// again is how soon after the last reading a key that is not known is looked for.
	again = time.Second
)

// Key is the public half of a key that tickets are signed with.
type Key struct {
	Number int
	Key    string // Ed25519, base64url
	EndsAt *time.Time
}

// key is both halves.
type key struct {
	number int
	secret ed25519.PrivateKey
	since  time.Time
	ends   *time.Time // nil: it has no end yet
}

func (k *key) public() ed25519.PublicKey { return k.secret.Public().(ed25519.PublicKey) }

// ended tells whether what the key signed is no longer valid at that time.
func (k *key) ended(at time.Time) bool { return k.ends != nil && !at.Before(*k.ends) }

// ring is every key, newest first, as the database had it at a time. Those that have ended stay: what they signed is then known
// to be past its time.
type ring struct {
	keys   []*key
	readAt time.Time
}

func (r *ring) find(number int) *key {
	if r == nil {
		return nil
	}
	for _, k := range r.keys {
		if k.number == number {
			return k
		}
	}
	return nil
}

// signing is the newest key that has not ended.
func (r *ring) signing(now time.Time) (*key, error) {
	for _, k := range r.keys {
		if !k.ended(now) {
			return k, nil
		}
	}
	return nil, fmt.Errorf("every key that signs tickets has ended; rotate-keys makes one")
}

// Keys are the public keys, newest first, at most 256: with them a phone checks tickets without a network.
func (t *Tickets) Keys(ctx context.Context) ([]*Key, error) {
	r, err := t.load(ctx, follow)
	if err != nil {
		return nil, err
	}
	all := make([]*Key, len(r.keys))
	for i, k := range r.keys {
		all[i] = &Key{Number: k.number, Key: base64.RawURLEncoding.EncodeToString(k.public()), EndsAt: k.ends}
	}
	return all, nil
}

// load is the ring, read anew where it is older than that; of many who find it old one reads.
func (t *Tickets) load(ctx context.Context, age time.Duration) (*ring, error) {
	old := t.ring.Load()
	if t.young(old, age) {
		return old, nil
	}
	t.turn.Lock()
	defer t.turn.Unlock()
	if old = t.ring.Load(); t.young(old, age) { // somebody else has read it
		return old, nil
	}
	fresh, err := t.read(ctx, old)
	if err != nil {
		return nil, err
	}
	t.ring.Store(fresh)
	return fresh, nil
}

// young tells whether the ring need not be read; a clock that was put back makes it old.
func (t *Tickets) young(r *ring, age time.Duration) bool {
	if r == nil {
		return false
	}
	passed := t.store.Now().Sub(r.readAt)
	return passed >= 0 && passed < age
}

func (t *Tickets) read(ctx context.Context, old *ring) (*ring, error) {
	rows, err := t.store.Client().TicketKey.Query().Order(ticketkey.ByNumber(sql.OrderDesc())).Limit(mostKeys).All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || rows[len(rows)-1].Number != 0 { // it has a row only once it has an end
		rows = append(rows, &db.TicketKey{})
	}
	fresh := &ring{readAt: t.store.Now()}
	for _, row := range rows {
		k, err := t.open(row, old.find(row.Number))
		if err != nil {
			return nil, fmt.Errorf("ticket key %d: %w", row.Number, err)
		}
		fresh.keys = append(fresh.keys, k)
	}
	return fresh, nil
}

// open reads the secret half of a row, which is known if the key is.
func (t *Tickets) open(row *db.TicketKey, known *key) (*key, error) {
	k := &key{number: row.Number, since: row.CreatedAt, ends: row.EndsAt}
	switch {
	case row.Number == 0:
		k.secret, k.since = t.keys.TicketKey(), time.Time{}
	case known != nil:
		k.secret = known.secret
	default:
		seed, err := t.keys.Open(row.SeedSealed)
		if err != nil || len(seed) != ed25519.SeedSize {
			return nil, fmt.Errorf("it cannot be opened with the file of keys: %w", err)
		}
		k.secret = ed25519.NewKeyFromSeed([]byte(seed))
	}
	return k, nil
}

// lasting is the newest key that every replica knew at a time, if it lasts until another.
func (r *ring) lasting(made, until time.Time) *key {
	i := slices.IndexFunc(r.keys, func(k *key) bool { return !k.since.After(made.Add(-follow)) })
	if i >= 0 && !r.keys[i].ended(until) {
		return r.keys[i]
	}
	return nil
}
