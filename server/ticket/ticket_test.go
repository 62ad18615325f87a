package ticket_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"linli/ent/uid"
	"linli/server/fault"
	"linli/server/testkit"
	"linli/server/ticket"
)

// scene is a server's tickets on a fresh database.
type scene struct {
	*testkit.Kit
	*ticket.Tickets
}

func each(t *testing.T, test func(s *scene)) {
	testkit.Each(t, func(_ *testing.T, k *testkit.Kit) { test(&scene{k, ticket.New(k.Store, k.Keys)}) })
}

// write makes a ticket that is good for a day.
func (s *scene) write(t *ticket.Tickets) string {
	s.Helper()
	text, err := t.Write(s.Context(), uid.New("su"), uid.New("ev"), s.Clock.Now().Add(24*time.Hour))
	s.Must(err)
	if len(text) > ticket.Longest || strings.Trim(text, "-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != "" {
		s.Fatalf("%d characters: %s", len(text), text)
	}
	return text
}

func (s *scene) read(t *ticket.Tickets, text string) *ticket.Shown {
	s.Helper()
	shown, err := t.Read(s.Context(), text)
	s.Must(err)
	return shown
}

func (s *scene) refused(t *ticket.Tickets, texts ...string) {
	s.Helper()
	for _, text := range texts {
		if shown, err := t.Read(s.Context(), text); fault.Of(err) != fault.BadInput {
			s.Fatalf("%q says %+v, %v", text, shown, err)
		}
	}
}

func (s *scene) rotate(lost bool) *ticket.Rotated {
	s.Helper()
	done, err := ticket.New(s.Store, s.Kit.Keys).Rotate(s.Context(), lost) // as another program does, beside the server
	s.Must(err)
	return done
}

// card is a person's card.
func (s *scene) card() string {
	s.Helper()
	p := s.Person(s.Place("cards").Root, "李奶奶")
	c, err := s.IssueCard(s.As(p), p.ID)
	s.Must(err)
	return c.Ticket
}

func TestWhatATicketSays(t *testing.T) {
	each(t, func(s *scene) {
		signUp, event, expires := uid.New("su"), uid.New("ev"), s.Clock.Now().Add(time.Hour)
		for _, length := range []int{139, 140} {
			text, err := s.Write(s.Context(), signUp, event, expires)
			s.Must(err)
			if got := s.read(s.Tickets, text); len(text) != length || *got != (ticket.Shown{SignUpID: signUp, EventID: event, Expires: expires}) {
				s.Fatalf("%d characters say %+v", len(text), got)
			}
			s.rotate(false)
			s.Clock.Move(time.Minute)
		}
	})
}

// Any other character makes a ticket void, in every version, and so does anything that is added or taken away.
func TestForgedTickets(t *testing.T) {
	each(t, func(s *scene) {
		shown := []string{s.write(s.Tickets), s.card()}
		s.rotate(false)
		s.Clock.Move(time.Minute)
		shown = append(shown, s.write(s.Tickets))
		for _, text := range shown {
			s.read(s.Tickets, text)
			for i := range len(text) {
				forged := []byte(text)
				forged[i] = map[bool]byte{true: 'A', false: 'B'}[forged[i] != 'A']
				s.refused(s.Tickets, string(forged))
			}
			s.refused(s.Tickets, "", "LT1.", text+"AA", text[:100], text+"=", text+"\n", text[:20]+"\r\n"+text[20:], " "+text, strings.ToLower(text))
		}
	})
}

// Whoever has a key of her own, or what phones are given, can make nothing.
func TestTicketsOfOtherKeys(t *testing.T) {
	each(t, func(s *scene) {
		s.rotate(false)
		all, err := s.Tickets.Keys(s.Context())
		s.Must(err)
		raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(s.write(s.Tickets), "LT1."))
		s.Must(err)
		content := raw[:len(raw)-ed25519.SignatureSize]
		public, err := base64.RawURLEncoding.DecodeString(all[0].Key)
		s.Must(err)
		_, own, err := ed25519.GenerateKey(nil)
		s.Must(err)
		for _, key := range []ed25519.PrivateKey{own, ed25519.NewKeyFromSeed(public)} {
			for number := range 3 {
				content[1] = byte(number)
				s.refused(s.Tickets, "LT1."+base64.RawURLEncoding.EncodeToString(append(content, ed25519.Sign(key, content)...)))
			}
		}
	})
}
