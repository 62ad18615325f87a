package ticket_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"linli/ent/db/event"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/ticket"
)

func TestRotation(t *testing.T) {
	each(t, func(s *scene) {
		before, printed := s.write(s.Tickets), s.card()
		first := s.read(s.Tickets, before).Expires
		done := s.rotate(false)
		if done.Number != 1 || done.OldEnds.Before(s.Clock.Now().Add(2*365*24*time.Hour)) {
			s.Fatalf("%+v", done)
		}
		s.Clock.Move(4 * time.Second)
		if after := s.write(s.Tickets); len(after) == len(before) || !s.read(s.Tickets, before).Expires.Equal(first) {
			s.Fatal("the new key does not sign, or the old one does not check")
		}
		s.Clock.Move(700 * 24 * time.Hour)
		s.read(s.Tickets, printed)
		all, err := s.Tickets.Keys(s.Context())
		s.Must(err)
		if len(all) != 2 || all[0].Number != 1 || all[0].EndsAt != nil || all[1].Number != 0 || !all[1].EndsAt.Equal(done.OldEnds) {
			s.Fatalf("%+v", all)
		}
		s.Clock.Move(100 * 24 * time.Hour)
		s.past(printed)
	})
}

// A lost key is believed for what runs now and the day after; what is scanned later is past its end.
func TestLostKeys(t *testing.T) {
	each(t, func(s *scene) {
		here := s.Place("here")
		for _, begins := range []time.Duration{-time.Hour, -90 * time.Minute, 5 * time.Hour, -5 * time.Hour} {
			s.Event(here.Root, begins, 1)
		}
		longest := s.Clock.Now().Add(time.Hour) // the end of what runs
		before, printed := s.write(s.Tickets), s.card()
		s.rotate(false)
		s.Clock.Move(4 * time.Second)
		numbered := s.write(s.Tickets)
		done := s.rotate(true)
		if !done.OldEnds.Equal(longest.Add(24 * time.Hour)) {
			s.Fatalf("it ends at %s", done.OldEnds)
		}
		s.Clock.Move(4 * time.Second)
		if got := s.read(s.Tickets, printed).Expires; !got.Equal(done.OldEnds) {
			s.Fatalf("the card ends at %s", got)
		}
		for _, text := range []string{before, numbered} {
			if s.read(s.Tickets, text).Expires.After(done.OldEnds) {
				s.Fatal("it lasts longer than its key")
			}
		}
		again := s.rotate(true)
		if again.Number != 3 || !again.OldEnds.Equal(done.OldEnds) {
			s.Fatalf("%+v", again)
		}
		s.Clock.Move(26 * time.Hour)
		s.past(before, numbered, printed)
	})
}

func TestLostWhileNothingRuns(t *testing.T) {
	each(t, func(s *scene) {
		here := s.Place("here")
		called := s.Event(here.Root, -time.Hour, 1)
		s.cancel(called.ID)
		if done := s.rotate(true); !done.OldEnds.Equal(s.Clock.Now()) {
			s.Fatalf("%+v", done)
		}
		long := s.Event(here.Root, -time.Hour, 1)
		s.endAt(long.ID, s.Clock.Now().Add(100*24*time.Hour))
		if done := s.rotate(true); !done.OldEnds.Equal(s.Clock.Now().Add(7 * 24 * time.Hour)) {
			s.Fatalf("%+v", done)
		}
	})
}

// A second replica signs with the new key within seconds, and checks what it signed at once.
func TestReplicasFollowARotation(t *testing.T) {
	k := testkit.Postgres(t)
	s := &scene{k, ticket.New(k.Store, k.Keys)}
	far := ticket.New(k.Open(), k.Keys)
	before := s.write(far)
	s.rotate(false)
	s.Clock.Move(time.Second)
	after := s.write(ticket.New(k.Store, k.Keys))
	s.read(far, after)
	s.read(far, before)
	if text := s.write(far); len(text) != len(after) {
		s.Fatal("it signs with the old key")
	}
}

// A key that nobody knows is looked for once a second, however often it is shown.
func TestUnknownKeysAreLookedForSeldom(t *testing.T) {
	each(t, func(s *scene) {
		s.write(s.Tickets)
		s.rotate(false)
		text := s.write(ticket.New(s.Store, s.Kit.Keys))
		s.refused(s.Tickets, text)
		s.Clock.Move(time.Second)
		s.read(s.Tickets, text)
	})
}

// What the database keeps of a key is sealed, and what the API shows of it is its public half.
func TestSecretsStay(t *testing.T) {
	each(t, func(s *scene) {
		s.rotate(false)
		row := s.Store.Client().TicketKey.Query().AllX(s.Internal())[1]
		seed, err := s.Kit.Keys.Open(row.SeedSealed)
		s.Must(err)
		all, err := s.Tickets.Keys(s.Context())
		s.Must(err)
		told, err := json.Marshal(all)
		s.Must(err)
		for _, secret := range []string{seed, base64.RawURLEncoding.EncodeToString([]byte(seed))} {
			if len(seed) != 32 || strings.Contains(row.SeedSealed+string(told), secret) {
				s.Fatal("the seed can be read")
			}
		}
	})
}

func TestKeysOfAnotherInstallation(t *testing.T) {
	each(t, func(s *scene) {
		s.rotate(false)
		other, err := keys.New([]byte(strings.Repeat("x", 32)))
		s.Must(err)
		if _, err := ticket.New(s.Store, other).Keys(s.Context()); err == nil {
			s.Fatal("somebody else's file of keys opened them")
		}
	})
}

// past checks that tickets are true and no longer good: a phone may still hand in what it scanned before.
func (s *scene) past(texts ...string) {
	s.Helper()
	for _, text := range texts {
		if says := s.read(s.Tickets, text); says.Expires.After(s.Clock.Now()) {
			s.Fatalf("it is good until %s", says.Expires)
		}
	}
}

func (s *scene) cancel(id string) {
	s.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Event.UpdateOneID(id).SetStatus(event.StatusCANCELLED).ExecX(ctx)
	})
}

func (s *scene) endAt(id string, at time.Time) {
	s.Do(func(ctx context.Context, tx *store.Tx) { tx.Event.UpdateOneID(id).SetEndsAt(at).ExecX(ctx) })
}
