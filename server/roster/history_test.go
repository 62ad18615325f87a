package roster_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/roster"
	"linli/server/store"
)

// happens writes a step of a sign-up a minute later.
func (s *scene) happens(signUpID string, kind step.Kind, more func(*db.StepCreate)) {
	s.Helper()
	s.Clock.Move(time.Minute)
	s.Do(func(ctx context.Context, tx *store.Tx) {
		c := tx.Step.Create().SetCreatedAt(tx.Now()).SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).SetSignUpID(signUpID).SetKind(kind)
		if more != nil {
			more(c)
		}
		c.ExecX(ctx)
	})
}

// told writes a history in a line: minutes after noon, kinds, who and what.
func (s *scene) told(steps []*roster.Step, noon time.Time) string {
	names := map[string]string{"": "-", s.lead.ID: "lead", s.people[0].ID: "self"}
	var lines []string
	for _, st := range steps {
		line := fmt.Sprintf("%d %s by %s", int(st.At.Sub(noon).Minutes()), st.Kind, names[st.ByID])
		if st.Reason != "" {
			line += " for " + st.Reason
		}
		if st.Asked != nil && st.Free != nil {
			line += fmt.Sprintf(" %d of %d", *st.Free, *st.Asked)
		}
		if st.Until != nil {
			line += fmt.Sprintf(" until %d", int(st.Until.Sub(noon).Minutes()))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func TestHistory(t *testing.T) {
	each(t, 3, []int{1}, func(s *scene) {
		noon := s.Clock.Now()
		id := s.put(0, "CONFIRMED", nil)
		other := s.put(1, "WAITLISTED", func(c *db.SignUpCreate) { c.SetSignedUpBy(s.lead.ID) })
		s.happens(id, step.KindPASSED_OVER, func(c *db.StepCreate) { c.SetAsked(3).SetFree(2) })
		s.happens(id, step.KindMOVED_UP, func(c *db.StepCreate) { c.SetActorID(s.lead.ID).SetReason("急事") })
		s.happens(other, step.KindOVERTAKEN, func(c *db.StepCreate) { c.SetActorID(s.lead.ID) })
		s.happens(id, step.KindOFFERED, func(c *db.StepCreate) { c.SetUntil(noon.Add(24 * time.Minute)) })
		s.arrives(id, noon.Add(3*time.Minute+time.Second))
		s.happens(id, step.KindACCEPTED, func(c *db.StepCreate) { c.SetActorID(s.people[0].ID) })
		own := "0 SIGNED_UP by self, 1 PASSED_OVER by - 2 of 3, 2 MOVED_UP by lead for 急事, 3 CHECKED_IN by lead, 4 OFFERED by - until 24, 5 ACCEPTED by self"
		lead, queries := s.As(s.lead), s.count()
		all, err := s.Histories(lead, []string{id, other})
		s.Must(err)
		if n := queries(); n != 3 {
			t.Errorf("%d queries", n)
		}
		if got := s.told(all[id], noon); got != own {
			t.Errorf("%s\nwant %s", got, own)
		}
		if got := s.told(all[other], noon); got != "0 SIGNED_UP by lead, 3 OVERTAKEN by lead" {
			t.Errorf("%s", got)
		}
		mine, err := s.Histories(s.As(s.people[0]), []string{id, other})
		s.Must(err)
		if s.told(mine[id], noon) != own || mine[other] != nil {
			t.Errorf("who did it sees %s and another's %v", s.told(mine[id], noon), mine[other])
		}
		s.Role(s.people[2], s.place.Branches[1], membership.RoleLEAD) // of another unit
		for _, who := range []*db.Person{s.people[2], nil} {
			none, err := s.Histories(s.As(who), []string{id})
			s.Must(err)
			if n := s.Store.Client().Step.Query().CountX(s.As(who)); n+len(none) != 0 {
				t.Errorf("another sees %d steps, %v", n, none)
			}
		}
	})
}

// arrives writes that the lead checked somebody in, and that she checked herself in once more.
func (s *scene) arrives(id string, at time.Time) {
	s.Do(func(ctx context.Context, tx *store.Tx) {
		row := tx.SignUp.GetX(ctx, id)
		for n, in := range []time.Time{at, at.Add(time.Minute)} {
			by := []string{s.lead.ID, row.PersonID}[n]
			tx.AttendanceEntry.Create().SetID(fmt.Sprint(id, n)).SetCreatedAt(tx.Now()).SetCommunityID(row.CommunityID).SetEventID(row.EventID).
				SetSignUpID(id).SetPersonID(row.PersonID).SetMethod("LIST").SetDirection("IN").SetAt(in).SetRecordedBy(by).SetFingerprint("x").
				SetWarnings([]string{}).ExecX(ctx)
		}
		tx.SignUp.Update().Where(signup.ID(id)).SetCheckedInAt(at).ExecX(ctx)
	})
}

func TestLongHistory(t *testing.T) {
	each(t, 1, []int{1}, func(s *scene) {
		noon, id := s.Clock.Now(), s.put(0, "CONFIRMED", nil)
		s.Do(func(ctx context.Context, tx *store.Tx) {
			for n := 1; n <= 120; n++ {
				tx.Step.Create().SetCreatedAt(noon.Add(time.Duration(n) * time.Minute)).SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).
					SetSignUpID(id).SetKind(step.KindPASSED_OVER).ExecX(ctx)
			}
		})
		latest := func(first string) {
			s.Helper()
			all, err := s.Histories(s.As(s.people[0]), []string{id})
			s.Must(err)
			if h := all[id]; len(h) != 100 || h[0].Kind != "SIGNED_UP" || s.told(h[1:2], noon) != first+" PASSED_OVER by - 0 of 0" {
				s.Fatalf("%d steps: %s", len(h), s.told(h[:2], noon))
			}
		}
		latest("22")
		s.arrives(id, noon.Add(2*time.Hour))
		latest("23")
	})
}
