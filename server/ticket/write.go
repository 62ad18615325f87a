package ticket

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"time"

	"linli/ent/uid"
)

const (
	prefix = "LT1."

	// The versions of what is shown, the first byte of each.
	first    = 1 // a sign-up's, by key 0
	numbered = 2 // a sign-up's, by the key whose number follows
	card     = 3 // a person's

	// What stands before the signature, in bytes: the version, the key's number, ids, the card's number, the second of the end.
	lengthFirst    = 1 + 16 + 16 + 4
	lengthNumbered = 1 + 1 + 16 + 16 + 4
	lengthCard     = 1 + 1 + 16 + 4 + 4
)

// Write signs the ticket of a sign-up, good until that time: at most 140 ASCII characters, "LT1." and in base64url the
// version (1 byte; 1, or 2 and a byte more with the number of the key), the UUIDs of the sign-up and of the event (16
// each), the second in which it ends (4, big endian, since 1970) and an Ed25519 signature over all of that (64). Who
// holds the public keys can check it without a network.
func (t *Tickets) Write(ctx context.Context, signUpID, eventID string, expires time.Time) (string, error) {
	r, err := t.load(ctx, follow)
	if err != nil {
		return "", err
	}
	k, err := r.signing(t.store.Now())
	if err != nil {
		return "", err
	}
	raw := []byte{first}
	if k.number > 0 {
		raw = []byte{numbered, byte(k.number)}
	}
	for _, id := range []string{signUpID, eventID} {
		_, bytes, err := uid.Parse(id)
		if err != nil {
			return "", err
		}
		raw = append(raw, bytes[:]...)
	}
	return k.sign(until(raw, expires)), nil
}

// writeCard signs a card, 124 characters: like a ticket of version 3, with the person and the card's number (4 bytes) in the
// place of sign-up and event.
func (k *key) writeCard(personID string, number int, expires time.Time) (string, error) {
	_, person, err := uid.Parse(personID)
	if err != nil {
		return "", err
	}
	raw := append([]byte{card, byte(k.number)}, person[:]...)
	return k.sign(until(binary.BigEndian.AppendUint32(raw, uint32(number)), expires)), nil //nolint:gosec // counts cards
}

func until(raw []byte, expires time.Time) []byte {
	return binary.BigEndian.AppendUint32(raw, uint32(expires.Unix())) //nolint:gosec // until 2106
}

func (k *key) sign(content []byte) string {
	return prefix + base64.RawURLEncoding.EncodeToString(append(content, ed25519.Sign(k.secret, content)...))
}
