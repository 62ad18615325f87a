package ticket

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"github.com/google/uuid"

	"linli/ent/uid"
	"linli/server/fault"
)

// Shown is what a ticket or a card says.
type Shown struct {
	// SignUpID and EventID are a ticket's.
	SignUpID, EventID string
	// PersonID and Card, its number, are a card's. Whoever reads it compares the number with the person's: of another it is
	// one that was withdrawn or replaced.
	PersonID string
	Card     int
	// Expires is its end or that of the key that signed it, whichever is first. Whoever reads it compares it with the time of
	// the scan, since a phone hands in later what it scanned without a network.
	Expires time.Time
}

// Read reads a ticket or a card that a key of the ring has signed. Anything else is BAD_USER_INPUT with reason TICKET.
func (t *Tickets) Read(ctx context.Context, text string) (*Shown, error) {
	raw, number := decode(text)
	if raw == nil {
		return nil, bad()
	}
	k, err := t.keyOf(ctx, number)
	if err != nil {
		return nil, err
	}
	content := raw[:len(raw)-ed25519.SignatureSize]
	if k == nil || !ed25519.Verify(k.public(), content, raw[len(content):]) {
		return nil, bad()
	}
	s := shown(content)
	if k.ends != nil && k.ends.Before(s.Expires) {
		s.Expires = *k.ends
	}
	return s, nil
}

func bad() error { return fault.Field("ticket", "Not a ticket.").Because("TICKET") }

// decode returns the bytes of what has the form of a ticket, and the number of the key that it names; nil for anything else.
func decode(text string) (raw []byte, number int) {
	coded, ok := strings.CutPrefix(text, prefix)
	if !ok || len(text) > Longest || strings.ContainsAny(coded, "\r\n") { // which the decoder would pass over
		return nil, 0
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(coded)
	if err != nil || len(raw) <= ed25519.SignatureSize {
		return nil, 0
	}
	version, length := raw[0], len(raw)-ed25519.SignatureSize
	switch {
	case version == first && length == lengthFirst:
		return raw, 0
	case version == numbered && length == lengthNumbered, version == card && length == lengthCard:
		return raw, int(raw[1])
	}
	return nil, 0
}

// keyOf finds a key by its number, and looks for one that another replica may have made; nil: there is none.
func (t *Tickets) keyOf(ctx context.Context, number int) (*key, error) {
	r, err := t.load(ctx, follow)
	if err != nil {
		return nil, err
	}
	if k := r.find(number); k != nil {
		return k, nil
	}
	r, err = t.load(ctx, again)
	return r.find(number), err
}

func shown(content []byte) *Shown {
	n := len(content) - 4
	s := &Shown{Expires: time.Unix(int64(binary.BigEndian.Uint32(content[n:])), 0).UTC()}
	if content[0] == card {
		s.PersonID, s.Card = uid.From("pe", uuid.UUID(content[2:18])), int(binary.BigEndian.Uint32(content[18:22]))
		return s
	}
	s.SignUpID, s.EventID = uid.From("su", uuid.UUID(content[n-32:n-16])), uid.From("ev", uuid.UUID(content[n-16:n]))
	return s
}
