package event_test

import (
	"slices"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/roster"
)

// clashes are the sign-ups of which the person's inbox says that they clash.
func (s *stage) clashes(who *db.Person) (ids []string) {
	s.t.Helper()
	for _, n := range s.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindCLASH)).Order(notice.ByID()).AllX(s.As(who)) {
		ids = append(ids, *n.SignUpID)
	}
	return ids
}

func TestNewTimesTellWhomTheyMakeClash(t *testing.T) {
	each(t, func(s *stage) {
		day := func(hours int) *db.Event { return s.Event(s.here.Branches[0], time.Duration(hours)*time.Hour, 5, 5) }
		morning, noon, gone, night := day(2), day(5), day(8), day(11)
		in := func(e *db.Event, who *db.Person, status signup.Status) *db.SignUp {
			return s.signUp(e.Edges.Shifts[0], who, status, 1)
		}
		row, waiting := in(morning, s.volunteer, signup.StatusCONFIRMED), in(morning, s.member, signup.StatusWAITLISTED)
		in(morning, s.elsewhere, signup.StatusCONFIRMED)
		in(morning, s.teamLead, signup.StatusCONFIRMED)
		for _, who := range []*db.Person{s.volunteer, s.member} {
			in(noon, who, signup.StatusCONFIRMED)
		}
		in(noon, s.teamLead, signup.StatusWITHDRAWN)
		in(gone, s.elsewhere, signup.StatusCONFIRMED)
		in(night, s.volunteer, signup.StatusWAITLISTED)
		s.ActsFor(s.secretary, s.member)
		s.Must(s.Store.Client().Event.UpdateOneID(gone.ID).SetStatus(event.StatusCANCELLED).Exec(s.Internal()))

		to := func(from, until time.Time) {
			t.Helper()
			shifts := make([]*events.ShiftChange, 2)
			for i, shift := range s.shifts(morning) {
				shifts[i] = change(shift, func(c *events.ShiftChange) { c.StartsAt, c.EndsAt = from, until })
			}
			_, err := s.events.Change(s.As(s.lead), morning.ID, events.ChangeInput{StartsAt: &from, EndsAt: &until, Shifts: shifts})
			s.Must(err)
		}
		told := func(who *db.Person, want ...string) {
			t.Helper()
			if got := s.clashes(who); !slices.Equal(got, want) {
				t.Fatalf("%s is told of %v, want %v", who.Name, got, want)
			}
		}
		to(morning.StartsAt, noon.StartsAt) // they only touch
		told(s.volunteer)
		to(morning.StartsAt, noon.StartsAt.Add(time.Minute))
		told(s.volunteer, row.ID)
		told(s.member, waiting.ID)
		told(s.secretary, waiting.ID) // acts for her
		to(gone.StartsAt, gone.EndsAt)
		told(s.elsewhere)
		told(s.teamLead)
		_, err := s.events.Change(s.As(s.lead), morning.ID, events.ChangeInput{Place: of("礼堂")})
		s.Must(err)
		to(night.StartsAt, night.EndsAt)
		told(s.volunteer, row.ID, row.ID)
		told(s.member, waiting.ID)
	})
}

// Somebody signs up for one event in the moment in which another of hers moves onto it: she is refused or told, never neither.
func TestNobodySlipsIntoAClash(t *testing.T) {
	each(t, func(s *stage) {
		mine, other := s.Event(s.here.Branches[0], 2*time.Hour, 5), s.Event(s.here.Branches[0], 8*time.Hour, 5)
		s.signUp(mine.Edges.Shifts[0], s.volunteer, signup.StatusCONFIRMED, 1)
		replica := s.Store
		if s.URL != "" {
			replica = s.Open()
		}
		rosters, lead, volunteer := roster.New(replica, s.Keys, roster.Options{}), s.As(s.lead), s.As(s.volunteer)
		move := func(from time.Time) error {
			to := change(mine.Edges.Shifts[0], func(c *events.ShiftChange) { c.StartsAt, c.EndsAt = from, from.Add(2*time.Hour) })
			in := events.ChangeInput{StartsAt: &from, EndsAt: of(from.Add(2 * time.Hour)), Shifts: []*events.ShiftChange{to}}
			_, err := s.events.Change(lead, mine.ID, in)
			return err
		}
		told, refused := 0, 0
		for range 40 {
			moved := make(chan error)
			go func() { moved <- move(other.StartsAt) }()
			in, err := rosters.SignUp(volunteer, other.Edges.Shifts[0].ID, nil, nil)
			s.Must(<-moved)
			if err == nil {
				told++
				_, err = rosters.Withdraw(volunteer, in[0].ID, nil, nil)
				s.Must(err)
			} else if f := s.refused(err, fault.Conflict, ""); f.Reason != "CLASH" {
				t.Fatalf("refused with %+v", f)
			} else {
				refused++
			}
			if got := s.clashes(s.volunteer); len(got) != told {
				t.Fatalf("%d signed up, told of %v", told, got)
			}
			s.Must(move(mine.StartsAt))
		}
		t.Logf("told %d times, refused %d times", told, refused)
	})
}
