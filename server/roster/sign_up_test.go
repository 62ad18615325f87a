package roster_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"linli/ent/db/auditentry"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/testkit"
)

func TestPlacesThenQueue(t *testing.T) {
	each(t, 4, []int{2}, func(s *scene) {
		s.is(s.in(0), signup.StatusCONFIRMED, 0)
		s.is(s.in(1), signup.StatusCONFIRMED, 0)
		s.is(s.in(2), signup.StatusWAITLISTED, 1)
		s.is(s.in(3), signup.StatusWAITLISTED, 2)
		s.Must(s.unchanged(func() error { // a double tap
			s.is(s.in(3), signup.StatusWAITLISTED, 2)
			return nil
		}))
		recount(s.Kit)
	})
}

func TestPartyAllOrNone(t *testing.T) {
	each(t, 8, []int{3}, func(s *scene) {
		first := s.in(0)
		party := s.party(1, 2, 3) // two are free
		for i, row := range party {
			s.is(row, signup.StatusWAITLISTED, i+1)
		}
		s.is(s.in(4), signup.StatusCONFIRMED, 0) // fits what the party cannot have
		s.is(s.in(5), signup.StatusCONFIRMED, 0)
		s.is(s.in(6), signup.StatusWAITLISTED, 4)
		s.out(0, first)
		s.is(s.now(party[0]), signup.StatusWAITLISTED, 1) // one free: still passed over, place kept
		mixed := s.party(2, 7)                            // one is in already, the other is a party of her own
		s.is(mixed[0], signup.StatusWAITLISTED, 2)
		s.is(mixed[1], signup.StatusWAITLISTED, 4)
		if mixed[0].ID != party[1].ID || mixed[1].Party == party[0].Party {
			s.Fatal("who was in is not answered as she was")
		}
		s.out(1, party[0])
		s.out(2, party[1]) // a party of one is left, but nothing is free
		s.is(s.now(party[2]), signup.StatusWAITLISTED, 1)
		recount(s.Kit)
	})
}

func TestClosedTimes(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		try := func(reason string) {
			s.Helper()
			s.refused(s.unchanged(func() error {
				_, err := s.SignUp(s.As(s.lead), s.shift(0), nil, nil)
				return err
			}), fault.Closed, reason)
		}
		status := func(to event.Status) {
			s.Store.Client().Event.UpdateOneID(s.event.ID).SetStatus(to).ExecX(s.Internal())
		}
		row := s.in(0)
		status(event.StatusDRAFT)
		try("NOT_PUBLISHED")
		_, err := s.SignUp(s.As(s.people[1]), s.shift(0), nil, nil)
		s.refused(err, fault.NotFound, "")
		status(event.StatusCANCELLED)
		try("EVENT_CANCELLED")
		status(event.StatusPUBLISHED)
		s.Clock.Move(4 * time.Hour)
		try("EVENT_ENDED")
		_, err = s.Withdraw(s.As(s.people[0]), row.ID, nil, nil)
		s.refused(err, fault.Closed, "EVENT_ENDED")
	})
}

func TestClashIsNamed(t *testing.T) {
	each(t, 2, []int{1, 1}, func(s *scene) {
		other := s.Event(s.place.Root, 3*time.Hour, 0)
		later := s.Event(s.place.Root, 4*time.Hour, 5)
		s.in(0)
		for _, id := range []string{s.shift(1), other.Edges.Shifts[0].ID} {
			err := s.unchanged(func() error {
				_, err := s.SignUp(s.As(s.people[0]), id, nil, nil)
				return err
			})
			s.refused(err, fault.Conflict, "CLASH")
			var f *fault.Error
			errors.As(err, &f)
			named := f.Details["clash"].(map[string]any)
			if named["title"] != "活动" || named["eventId"] != s.event.ID || named["personId"] != s.people[0].ID ||
				named["startsAt"] != "2026-11-21T06:00:00.000Z" || named["endsAt"] != "2026-11-21T08:00:00.000Z" {
				s.Fatalf("the clash is named %v", named)
			}
		}
		s.all(s.SignUp(s.As(s.people[0]), later.Edges.Shifts[0].ID, nil, nil)) // touches only
		s.all(s.SignUp(s.As(s.people[1]), other.Edges.Shifts[0].ID, nil, nil)) // waits
		_, err := s.SignUp(s.As(s.people[1]), s.shift(0), nil, nil)
		s.refused(err, fault.Conflict, "CLASH") // a wait clashes too
		s.Store.Client().Event.UpdateOneID(other.ID).SetStatus(event.StatusCANCELLED).ExecX(s.Internal())
		s.in(1)
	})
}

// A secretary's scope is wider than the event's unit: whoever lives in it may phone in.
func TestWhoLivesInTheLeadsScope(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 1, 9)
		secretary, far := k.Person(s.place.Households[0], "书记"), k.Person(s.place.Households[3], "远")
		k.Role(secretary, s.place.Root, membership.RoleSECRETARY)
		found, err := s.Candidates(k.As(secretary), s.event.ID, "远")
		if k.Must(err); len(found) != 1 || found[0].ID != far.ID {
			t.Fatalf("offered are %v", found)
		}
		row := s.all(s.SignUp(k.As(secretary), s.shift(0), []string{far.ID}, nil))[0]
		if s.is(row, signup.StatusCONFIRMED, 0); row.SignedUpBy != secretary.ID {
			t.Fatalf("on record is %v", row.SignedUpBy)
		}
		_, err = s.SignUp(k.As(s.lead), s.shift(0), []string{far.ID}, nil)
		s.refused(err, fault.Forbidden, "")
	})
}

func TestWhoMaySignUpWhom(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 3, 9)
		mother, far, abroad := k.Person(s.place.Households[2], "妈妈"), k.Person(s.place.Households[3], "远"), k.Person(k.Place("there").Households[0], "外")
		k.ActsFor(s.people[0], mother)
		team := k.Team(s.place.Root, "队", k.Person(s.place.Households[3], "队员"))
		teamLead := k.Store.Client().TeamMember.Query().QueryPerson().OnlyX(k.Internal())
		for name, c := range map[string]struct {
			who    string
			people []string
			code   fault.Code
		}{
			"a neighbour's":               {s.people[1].ID, []string{s.people[0].ID}, fault.NotFound},
			"nobody's":                    {s.lead.ID, []string{"pe_nobody"}, fault.NotFound},
			"outside the lead's branch":   {s.lead.ID, []string{far.ID}, fault.NotFound},
			"visible, not the lead's":     {s.lead.ID, []string{teamLead.ID}, fault.Forbidden},
			"of another community":        {s.lead.ID, []string{abroad.ID}, fault.NotFound},
			"a stranger among one's own":  {s.people[0].ID, []string{mother.ID, s.people[1].ID}, fault.NotFound},
			"somebody from abroad asking": {abroad.ID, nil, fault.NotFound},
			"nobody named":                {s.people[0].ID, []string{}, fault.BadInput},
			"named twice":                 {s.people[0].ID, []string{mother.ID, mother.ID}, fault.BadInput},
			"twenty-one": {s.people[0].ID, slices.Collect(func(yield func(string) bool) {
				for i := range 21 {
					if !yield(fmt.Sprint("pe_", i)) {
						return
					}
				}
			}), fault.BadInput},
		} {
			who := k.Store.Client().Person.GetX(k.Internal(), c.who)
			err := s.unchanged(func() error {
				_, err := s.SignUp(k.As(who), s.shift(0), c.people, nil)
				return err
			})
			if fault.Of(err) != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
		if _, err := s.SignUp(k.As(nil), s.shift(0), nil, nil); fault.Of(err) != fault.Unauthenticated {
			t.Errorf("anonymous: %v", err)
		}
		family := s.all(s.SignUp(k.As(s.people[0]), s.shift(0), []string{mother.ID, s.people[0].ID}, nil))
		if family[0].PersonID != mother.ID || family[0].SignedUpBy != s.people[0].ID || family[0].Party != family[1].Party {
			t.Errorf("family: %v", family)
		}
		s.party(1, 2)
		k.Store.Client().Event.UpdateOneID(s.event.ID).SetTeamID(team.ID).ExecX(k.Internal())
		s.all(s.SignUp(k.As(s.lead), s.shift(0), []string{teamLead.ID}, nil)) // now of the event's team
		told := k.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindSIGNED_UP)).Order(notice.ByID()).AllX(k.Internal())
		if len(told) != 4 || told[0].RecipientID != mother.ID || *told[0].SignUpID != family[0].ID {
			t.Errorf("told %v", told)
		}
		if n := k.Store.Client().AuditEntry.Query().Where(auditentry.Verb("signUp"), auditentry.ActorID(s.lead.ID)).CountX(k.Internal()); n != 3 {
			t.Errorf("%d deeds on record", n)
		}
	})
}

func TestKeyGetsTheFirstAnswer(t *testing.T) {
	each(t, 3, []int{1}, func(s *scene) {
		s.in(0)
		key, ctx := "k-1", s.As(s.people[1])
		first := s.all(s.SignUp(ctx, s.shift(0), nil, &key))
		s.is(first[0], signup.StatusWAITLISTED, 1)
		s.out(1, first[0])
		_, err := s.Withdraw(ctx, first[0].ID, nil, &key)
		s.refused(err, fault.Conflict, "KEY_REUSED")
		other := s.Event(s.place.Root, 24*time.Hour, 3)
		s.refused(s.unchanged(func() error {
			_, err := s.SignUp(ctx, other.Edges.Shifts[0].ID, nil, &key)
			return err
		}), fault.Conflict, "KEY_REUSED")
		s.Clock.Move(23 * time.Hour) // the event is long over
		s.Must(s.unchanged(func() error {
			again := s.all(s.SignUp(ctx, s.shift(0), nil, &key))
			s.is(again[0], signup.StatusWAITLISTED, 1)
			if again[0].ID != first[0].ID || !again[0].CreatedAt.Equal(first[0].CreatedAt) {
				s.Fatal("not the first answer")
			}
			return nil
		}))
		s.all(s.SignUp(s.As(s.people[2]), other.Edges.Shifts[0].ID, nil, &key)) // another's key is another key
		s.Clock.Move(time.Hour)
		s.all(s.SignUp(ctx, other.Edges.Shifts[0].ID, nil, &key)) // after a day it is new
	})
}

func TestEmptyAndLongKeys(t *testing.T) {
	each(t, 1, []int{1}, func(s *scene) {
		for _, key := range []string{"", fmt.Sprintf("%065d", 1)} {
			_, err := s.SignUp(s.As(s.people[0]), s.shift(0), nil, &key)
			if fault.Of(err) != fault.BadInput {
				s.Fatal(err)
			}
		}
	})
}
