package roster

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/viewer"
)

const (
	ticketPrefix  = "LT1."
	ticketVersion = 1
	ticketContent = 1 + 16 + 16 + 4 // version, sign-up, event, expiry in seconds
	// LongestTicket bounds what is read as a ticket, in bytes.
	LongestTicket = 150
	// ticketLasts is how long after the end of the shift a ticket is good, for whoever is sent on from a late shift.
	ticketLasts = 24 * time.Hour
)

// Ticket is Tickets for one; nil where there is none.
func (r *Rosters) Ticket(ctx context.Context, s *SignUp) (*string, error) {
	tickets, err := r.Tickets(ctx, []string{s.ID})
	return tickets[s.ID], err
}

// Tickets returns what to show at the door for those of the sign-ups that are not final and that the viewer may see: she
// is the person, acts for her, or runs the door.
func (r *Rosters) Tickets(ctx context.Context, signUpIDs []string) (map[string]*string, error) {
	rows, err := r.store.Client().SignUp.Query().Where(signup.IDIn(signUpIDs...), signup.StatusIn(Active...)).All(ctx)
	if err != nil {
		return nil, err
	}
	inShifts := make([]string, len(rows))
	for i, s := range rows {
		inShifts[i] = s.ShiftID
	}
	shifts, err := r.store.Client().Shift.Query().Where(shift.IDIn(inShifts...)).All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	ends := map[string]time.Time{}
	for _, s := range shifts {
		ends[s.ID] = s.EndsAt
	}
	tickets := make(map[string]*string, len(rows))
	for _, s := range rows {
		t, err := writeTicket(r.keys, s, ends[s.ShiftID])
		if err != nil {
			return nil, err
		}
		tickets[s.ID] = &t
	}
	return tickets, nil
}

// writeTicket writes the ticket of a sign-up, 139 ASCII characters: "LT1." and, in base64url, the version (1 byte), the UUIDs
// of the sign-up and of the event (16 each), the second in which it ends (4, big endian, since 1970) and an Ed25519
// signature over all of that (64). Who holds the public key can check it without a network.
func writeTicket(k *keys.Keys, s *db.SignUp, shiftEnds time.Time) (string, error) {
	_, signUp, err := uid.Parse(s.ID)
	if err != nil {
		return "", err
	}
	_, event, err := uid.Parse(s.EventID)
	if err != nil {
		return "", err
	}
	raw := make([]byte, 0, ticketContent+ed25519.SignatureSize)
	raw = append(raw, ticketVersion)
	raw = append(raw, signUp[:]...)
	raw = append(raw, event[:]...)
	raw = binary.BigEndian.AppendUint32(raw, uint32(shiftEnds.Add(ticketLasts).Unix())) //nolint:gosec // until 2106
	raw = append(raw, k.SignTicket(raw)...)
	return ticketPrefix + base64.RawURLEncoding.EncodeToString(raw), nil
}

// Shown is what a ticket says.
type Shown struct {
	SignUpID, EventID string
	// Expires is compared with the time of the scan by whoever reads it.
	Expires time.Time
}

// ReadTicket reads a ticket that these keys have signed. Anything else is BAD_USER_INPUT with reason TICKET.
func ReadTicket(k *keys.Keys, text string) (*Shown, error) {
	bad := fault.Field("ticket", "Not a ticket.").Because("TICKET")
	coded, ok := strings.CutPrefix(text, ticketPrefix)
	if !ok || len(text) > LongestTicket {
		return nil, bad
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(coded)
	if err != nil || len(raw) != ticketContent+ed25519.SignatureSize || raw[0] != ticketVersion {
		return nil, bad
	}
	content, signature := raw[:ticketContent], raw[ticketContent:]
	if !ed25519.Verify(k.TicketKey(), content, signature) {
		return nil, bad
	}
	return &Shown{
		SignUpID: uid.From("su", uuid.UUID(content[1:17])), EventID: uid.From("ev", uuid.UUID(content[17:33])),
		Expires: time.Unix(int64(binary.BigEndian.Uint32(content[33:])), 0).UTC(),
	}, nil
}
