package door_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/testkit"
	"linli/server/ticket"
)

// scene is an event that runs now, with a lead at its door and people on its roster.
type scene struct {
	*testkit.Kit
	door   *door.Door
	roster *roster.Rosters
	place  *testkit.Place
	lead   *db.Person
	event  *db.Event
	people []*db.Person
}

func newScene(k *testkit.Kit, capacity, people int) *scene {
	s := &scene{Kit: k, door: door.New(k.Store, k.Keys, roster.New(k.Store, k.Keys, roster.Options{}), true), roster: roster.New(k.Store, k.Keys, roster.Options{}), place: k.Place("here")}
	s.lead = k.Person(s.place.Households[0], "队长")
	k.Role(s.lead, s.place.Root, membership.RoleLEAD)
	s.event = k.Event(s.place.Root, -10*time.Minute, capacity)
	for i := range people {
		p := k.Person(s.place.Households[i%4], "居民"+string(rune('甲'+i)))
		s.people = append(s.people, p)
		_, err := s.roster.SignUp(k.As(p), s.event.Edges.Shifts[0].ID, nil, nil)
		k.Must(err)
	}
	return s
}

func (s *scene) tick(person int) *door.Entry {
	return &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodLIST, At: s.Clock.Now(), PersonID: &s.people[person].ID}
}

func (s *scene) send(ctx context.Context, entries ...*door.Entry) []*door.Result {
	s.Helper()
	copies := make([]*door.Entry, len(entries))
	for i, e := range entries {
		c := *e
		copies[i] = &c
	}
	results, err := s.door.CheckIn(ctx, copies, door.From{})
	s.Must(err)
	return results
}

func (s *scene) expect(r *door.Result, accepted bool, warnings ...string) {
	s.Helper()
	if r.Accepted != accepted || !slices.Equal(r.Warnings, warnings) {
		s.Fatalf("accepted %v with %v, want %v with %v", r.Accepted, r.Warnings, accepted, warnings)
	}
}

func (s *scene) counts(confirmed, waitlisted, checkedIn int) {
	s.Helper()
	c, err := s.roster.Counts(s.Internal(), s.event.ID)
	s.Must(err)
	if c.Confirmed != confirmed || c.Waitlisted != waitlisted || c.CheckedIn != checkedIn {
		s.Fatalf("confirmed %d waitlisted %d checked in %d, want %d %d %d", c.Confirmed, c.Waitlisted, c.CheckedIn, confirmed, waitlisted, checkedIn)
	}
}

func (s *scene) revision() int64 {
	return s.Store.Client().Event.GetX(s.Internal(), s.event.ID).RosterVersion
}

func direction(d attendanceentry.Direction) *attendanceentry.Direction { return &d }

func TestTickAgainUndo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		lead := k.As(s.lead)
		in := s.tick(0)
		r := s.send(lead, in)
		s.expect(r[0], true)
		if r[0].SignUpID == nil || r[0].Row.CheckedInAt == nil {
			t.Fatal("the answer does not show the arrival")
		}
		s.counts(2, 0, 1)
		revision := s.revision()
		s.expect(s.send(lead, in)[0], true) // a replay changes nothing
		s.counts(2, 0, 1)
		if s.revision() != revision {
			t.Fatal("a replay raised the revision")
		}
		s.expect(s.send(lead, s.tick(0))[0], true, door.AlreadyCheckedIn)
		s.counts(2, 0, 1)
		undo := func(id string) *door.Entry {
			return &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodLIST, At: s.Clock.Now(),
				Direction: direction(attendanceentry.DirectionUNDO), Undoes: &id}
		}
		s.expect(s.send(lead, undo(in.ID))[0], true)
		s.counts(2, 0, 1) // the second tick still holds
		s.expect(s.send(lead, undo(uuid.NewString()))[0], false, door.UnknownSignUp)
		out := s.tick(1)
		out.Direction = direction(attendanceentry.DirectionOUT)
		r = s.send(lead, s.tick(1), out)
		if r[1].Row.CheckedOutAt == nil || r[1].Row.CheckedInAt == nil {
			t.Fatal("in and out of one batch are not both shown")
		}
		s.counts(2, 0, 2) // leaving does not lower who came
	})
}

func TestWhoMayNotAtTheDoor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		before := s.event.ID
		s.expect(s.send(k.As(s.people[0]), s.tick(0))[0], false, door.Forbidden)
		s.expect(s.send(k.As(s.people[0]), s.tick(1))[0], false, door.Forbidden)
		code, err := s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		if _, err := s.door.VenueCode(k.As(s.people[0]), s.event.ID); fault.Of(err) != fault.Forbidden {
			t.Fatalf("a volunteer reads the venue code: %v", err)
		}
		venue := func(person *string, code string) *door.Entry {
			return &door.Entry{ID: uuid.NewString(), EventID: before, Method: attendanceentry.MethodVENUE_CODE, At: s.Clock.Now(), PersonID: person, VenueCode: &code}
		}
		s.expect(s.send(k.As(s.people[0]), venue(nil, "x"))[0], false, door.StaleCode)
		s.expect(s.send(k.As(s.people[0]), venue(&s.people[1].ID, code.Code))[0], false, door.Forbidden)
		s.expect(s.send(k.As(s.people[0]), venue(nil, code.Code))[0], true)
		k.Clock.Move(3 * time.Minute)
		s.expect(s.send(k.As(s.people[1]), venue(nil, code.Code))[0], false, door.StaleCode)
		s.counts(2, 0, 1)
	})
}

// Whoever lives in the lead's scope may be let in, also at an event of a smaller unit.
func TestWhoLivesInTheLeadsScope(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 1, 0)
		s.event = k.Event(s.place.Branches[0], -10*time.Minute, 3)
		far, local := k.Person(s.place.Households[3], "远"), k.Person(s.place.Households[0], "近")
		k.Role(local, s.place.Branches[0], membership.RoleLEAD)
		s.people = []*db.Person{far}
		s.expect(s.send(k.As(local), s.tick(0))[0], false, door.UnknownSignUp)
		s.expect(s.send(k.As(s.lead), s.tick(0))[0], true, door.NotSignedUp)
		s.counts(1, 0, 1)
	})
}

func TestTickets(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		other := k.Event(s.place.Root, time.Hour*24, 5)
		mine, err := s.roster.SignUp(k.As(s.people[0]), other.Edges.Shifts[0].ID, nil, nil)
		k.Must(err)
		here, err := s.roster.SignUp(k.As(s.people[0]), s.event.Edges.Shifts[0].ID, nil, nil)
		k.Must(err)
		scan := func(ticket string) *door.Entry {
			return &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodSCAN, At: s.Clock.Now(), Ticket: &ticket}
		}
		elsewhere, err := s.roster.Ticket(k.As(s.people[0]), mine[0])
		k.Must(err)
		good, err := s.roster.Ticket(k.As(s.people[0]), here[0])
		k.Must(err)
		forged := (*good)[:40] + "AAAA" + (*good)[44:]
		lead := k.As(s.lead)
		s.expect(s.send(lead, scan(*elsewhere))[0], false, door.OtherEvent)
		s.expect(s.send(lead, scan(forged))[0], false, door.BadTicket)
		s.expect(s.send(lead, scan("LT1.x"))[0], false, door.BadTicket)
		s.counts(1, 0, 0)
		_, err = s.roster.Withdraw(k.As(s.people[0]), here[0].ID, nil, nil)
		k.Must(err)
		s.expect(s.send(lead, scan(*good))[0], true, door.Withdrawn)
		s.counts(1, 0, 1)
	})
}

func TestWalkInOverCapacityAndTakenBack(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 1, 3) // one is in, two wait
		lead := k.As(s.lead)
		waiting := s.tick(2)
		s.expect(s.send(lead, waiting)[0], true)
		s.counts(2, 1, 1)
		name, tail := "过路人", "1234"
		walk := &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodWALK_IN, At: s.Clock.Now(), Name: &name, PhoneTail: &tail}
		s.expect(s.send(lead, walk)[0], true, door.NotSignedUp, door.OverCapacity)
		s.counts(3, 1, 2)
		again := *walk
		again.ID = uuid.NewString()
		s.expect(s.send(lead, &again)[0], true, door.AlreadyCheckedIn) // the same neighbour, found again
		for _, id := range []string{waiting.ID, walk.ID, again.ID} {
			s.send(lead, &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodLIST, At: s.Clock.Now(),
				Direction: direction(attendanceentry.DirectionUNDO), Undoes: &id})
		}
		s.counts(1, 2, 0) // who waited waits again; who walked in is gone
	})
}

func TestBadBatches(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		lead := k.As(s.lead)
		in := s.tick(0)
		s.send(lead, in)
		other := *in
		other.At = other.At.Add(time.Second)
		if _, err := s.door.CheckIn(lead, []*door.Entry{&other}, door.From{}); fault.Of(err) != fault.Conflict {
			t.Fatalf("the same id for something else: %v", err)
		}
		bad := s.tick(0)
		bad.ID = "not a uuid"
		if _, err := s.door.CheckIn(lead, []*door.Entry{s.tick(0), bad}, door.From{}); fault.Of(err) != fault.BadInput {
			t.Fatalf("a malformed id: %v", err)
		}
		if _, err := s.door.CheckIn(lead, make([]*door.Entry, 201), door.From{}); fault.Of(err) != fault.BadInput {
			t.Fatalf("201 entries: %v", err)
		}
		long, code := s.tick(0), strings.Repeat("1", ticket.Longest+1)
		long.VenueCode = &code
		var refused *fault.Error
		_, err := s.door.CheckIn(lead, []*door.Entry{long}, door.From{})
		if !errors.As(err, &refused) || refused.Field != "input.0.venueCode" || refused.Reason != "TOO_LONG" {
			t.Fatalf("a code longer than any: %v", err)
		}
		late := s.tick(0)
		late.At = s.Clock.Now().Add(48 * time.Hour)
		s.expect(s.send(lead, late)[0], true, door.AlreadyCheckedIn, door.ClockSkew)
		if n := k.Store.Client().AttendanceEntry.Query().CountX(k.Internal()); n != 2 {
			t.Fatalf("%d lines in the log, want 2", n)
		}
	})
}
