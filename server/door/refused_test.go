package door_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	"linli/server/door"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/ticket"
	"linli/server/viewer"
)

func TestACardOfAnotherCommunity(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		far := k.Person(k.Place("far").Households[0], "外地人")
		card, err := ticket.New(k.Store, k.Keys).IssueCard(k.As(far), far.ID)
		k.Must(err)
		scan := s.entry("SCAN", "IN", s.Clock.Now(), func(e *door.Entry) { e.Ticket = &card.Ticket })
		s.expect(s.send(k.As(s.lead), scan)[0], false, door.BadTicket)
		s.counts(1, 0, 0)
	})
}

// An id stands for one entry within a batch too, and an entry is taken back where it was made.
func TestIdsOfOneBatchAndOfAnotherEvent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		lead, first, second := k.As(s.lead), s.tick(0), s.tick(1)
		second.ID = first.ID
		if _, err := s.door.CheckIn(lead, []*door.Entry{first, second}, door.From{}); refusal(err) != "CONFLICT KEY_REUSED input.1.id" {
			t.Errorf("one id twice: %v", err)
		}
		s.counts(2, 0, 0)
		in := s.tick(0)
		s.expect(s.send(lead, in)[0], true)
		back := s.undo(in)
		back.EventID = k.Event(s.place.Root, 0, 5).ID
		s.expect(s.send(lead, back)[0], false, door.UnknownSignUp)
		s.counts(2, 0, 1)
	})
}

// Of two people with the name that was typed nobody is taken for one of them.
func TestNamesakesAtTheDoor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		name := "王芳"
		known := []string{k.Person(s.place.Households[1], name).ID, k.Person(s.place.Households[2], name).ID}
		r := s.send(k.As(s.lead), s.entry("WALK_IN", "IN", s.Clock.Now(), func(e *door.Entry) { e.Name = &name }))[0]
		s.expect(r, true, door.NotSignedUp)
		if r.Row.PersonID == known[0] || r.Row.PersonID == known[1] {
			t.Error("she is taken for a namesake")
		}
	})
}

// Whoever waits gets the place of somebody who was let in by mistake.
func TestAPlaceThatIsFreeAgain(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 2, 1)
		stranger, waits := k.Person(s.place.Households[1], "路过"), k.Person(s.place.Households[2], "等候")
		in := s.entry("LIST", "IN", s.Clock.Now(), func(e *door.Entry) { e.PersonID = &stranger.ID })
		s.expect(s.send(k.As(s.lead), in)[0], true, door.NotSignedUp)
		_, err := s.roster.SignUp(k.As(waits), s.event.Edges.Shifts[0].ID, nil, nil)
		k.Must(err)
		s.counts(2, 1, 1)
		s.expect(s.send(k.As(s.lead), s.undo(in))[0], true)
		if now := k.Store.Client().SignUp.Query().Where(signup.PersonID(waits.ID)).OnlyX(k.Internal()); now.Status == signup.StatusWAITLISTED {
			t.Error("she still waits")
		}
	})
}

// A phone that claims to know more than there is reads the roster anew: its database was another.
func TestARevisionThatIsStillToCome(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		ahead := int(s.revision()) + 1
		r, err := s.door.Roster(k.As(s.lead), s.event.ID, &ahead, nil)
		k.Must(err)
		if !r.Fresh || len(r.Rows) != 2 {
			t.Errorf("fresh %v, %d rows", r.Fresh, len(r.Rows))
		}
	})
}

// A tablet enters nothing, also of the time before its end.
func TestAKioskHandsNothingIn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		end := s.Clock.Now()
		kiosk := s.at(&viewer.Door{DeviceID: "dv_kiosk", EventID: s.event.ID, Kiosk: true, EndedAt: &end, Revoked: true})
		in := &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodLIST, At: end.Add(-time.Minute), PersonID: &s.people[0].ID}
		s.expect(s.send(kiosk, in)[0], false, door.Forbidden)
		s.counts(1, 0, 0)
	})
}

// The same phone's second scan is noise; another device's is worth a look, though neither has a person's id.
func TestADoubleOfAnotherDevice(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		_, east := s.device(false)
		_, west := s.device(false)
		s.send(east, s.list(0, "IN", 2*time.Minute))
		again, double := s.list(0, "IN", time.Minute), s.list(0, "IN", 0)
		s.expect(s.send(east, again)[0], true, door.AlreadyCheckedIn)
		s.expect(s.send(west, double)[0], true, door.AlreadyCheckedIn)
		s.expectTodo(again, false, false)
		s.expectTodo(double, true, false)
	})
}

func TestFarOutsideOfTheShift(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 4)
		k.Clock.Move(12 * time.Hour)
		for i, c := range []struct {
			at   time.Time
			want []string
		}{{s.event.StartsAt.Add(-time.Hour), nil}, {s.event.StartsAt.Add(-61 * time.Minute), []string{door.OutsideTime}},
			{s.event.EndsAt.Add(time.Hour), nil}, {s.event.EndsAt.Add(61 * time.Minute), []string{door.OutsideTime}}} {
			s.expect(s.send(k.As(s.lead), s.entry("LIST", "IN", c.at, s.of(i)))[0], true, c.want...)
		}
	})
}

// Whoever asked for a correction does not decide it, also when she acts for the person no more.
func TestWhoAskedDoesNotDecide(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		k.Role(h.daughter, h.place.Root, membership.RoleLEAD)
		k.Clock.Move(3 * time.Hour)
		c := h.asked(h.daughter, h.begins, h.ends)
		h.Do(func(ctx context.Context, tx *store.Tx) { tx.Proxy.Delete().ExecX(ctx) })
		if _, err := h.door.DecideCorrection(k.As(h.daughter), c.ID, true, ""); refusal(err) != "FORBIDDEN SELF " {
			t.Errorf("who asked: %s", refusal(err))
		}
	})
}
