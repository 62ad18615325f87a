package event_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/store"
)

func TestChange(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 5)
		s.nobodyBut(func(ctx context.Context) error {
			return s.unchanged(func() error {
				_, err := s.events.Change(ctx, e.ID, events.ChangeInput{Title: of("新")})
				return err
			})
		})
		s.signUp(e.Edges.Shifts[0], s.volunteer, signup.StatusCONFIRMED, 1)
		in := events.ChangeInput{Title: of(" 读书会 "), Kind: of(event.KindSTUDY), ContactName: graphql.OmittableOf(of("王"))}
		in.TeamID = graphql.OmittableOf(&s.team.ID)
		got, err := s.events.Change(s.As(s.lead), e.ID, in)
		s.Must(err)
		if got.Title != "读书会" || got.Kind != event.KindSTUDY || *got.ContactName != "王" || got.Place != "广场" || *got.TeamID != s.team.ID {
			t.Fatalf("changed to %v", got)
		}
		if got.RosterVersion <= e.RosterVersion {
			t.Fatal("the revision did not grow")
		}
		if n := s.notices(s.volunteer); len(n) > 0 {
			t.Fatalf("told of %v though neither time nor place changed", n)
		}
		if len(s.titles(s.volunteer, events.Query{Search: of("hechang")})) != 1 {
			t.Fatal("not found by its team")
		}
		in = events.ChangeInput{Place: of("礼堂"), ContactName: graphql.OmittableOf[*string](nil), TeamID: graphql.OmittableOf[*string](nil)}
		got, err = s.events.Change(s.As(s.lead), e.ID, in)
		s.Must(err)
		if got.ContactName != nil || got.TeamID != nil || got.Title != "读书会" || s.audited("changeEvent", e.ID) != 2 {
			t.Fatalf("changed to %v", got)
		}
		if n := s.notices(s.volunteer); !slices.Equal(n, []string{"CHANGED"}) {
			t.Fatalf("told of %v", n)
		}
		if len(s.titles(s.volunteer, events.Query{Search: of("hechang")})) != 0 {
			t.Fatal("still found by a team that left")
		}
	})
}

func change(shift *db.Shift, with func(*events.ShiftChange)) *events.ShiftChange {
	c := &events.ShiftChange{ID: &shift.ID, Name: shift.Name, StartsAt: shift.StartsAt, EndsAt: shift.EndsAt, Capacity: shift.Capacity}
	if with != nil {
		with(c)
	}
	return c
}

func TestMorePlacesAdmitFromTheQueue(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 1)
		shift := e.Edges.Shifts[0]
		s.signUp(shift, s.volunteer, signup.StatusCONFIRMED, 1)
		first := s.signUp(shift, s.member, signup.StatusWAITLISTED, 2)
		second := s.signUp(shift, s.elsewhere, signup.StatusWAITLISTED, 3)
		more := change(shift, func(c *events.ShiftChange) { c.Capacity = of(2) })
		_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{more}})
		s.Must(err)
		c := s.Store.Client()
		if got := c.SignUp.GetX(s.Internal(), first.ID); got.Status != signup.StatusCONFIRMED {
			t.Fatalf("the first in the queue is %s", got.Status)
		}
		if got := c.SignUp.GetX(s.Internal(), second.ID); got.Status != signup.StatusWAITLISTED {
			t.Fatalf("the second in the queue is %s", got.Status)
		}
		if n := s.notices(s.member); !slices.Equal(n, []string{"PROMOTED"}) {
			t.Fatalf("told of %v", n)
		}
		unlimited := change(shift, func(c *events.ShiftChange) { c.Capacity = nil })
		_, err = s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{unlimited}})
		s.Must(err)
		if got := s.shifts(e)[0]; got.Capacity != nil || got.Confirmed != 3 || got.Waitlisted != 0 {
			t.Fatalf("the shift is %v", got)
		}
	})
}

func TestMorePlacesAreOffered(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], 48*time.Hour, 0)
		shift := e.Edges.Shifts[0]
		waiting := s.signUp(shift, s.member, signup.StatusWAITLISTED, 1)
		s.Do(func(ctx context.Context, tx *store.Tx) { // her page is open
			later := tx.Now().Add(time.Hour)
			tx.Session.Create().SetCommunityID(e.CommunityID).SetPersonID(s.member.ID).SetTokenHash("t").SetSeenAt(tx.Now()).
				SetExpiresAt(later).SetOpenUntil(later).ExecX(ctx)
		})
		more := change(shift, func(c *events.ShiftChange) { c.Capacity = of(1) })
		_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{more}})
		s.Must(err)
		got := s.Store.Client().SignUp.GetX(s.Internal(), waiting.ID)
		if got.Status != signup.StatusOFFERED || got.OfferExpiresAt == nil || s.shifts(e)[0].Offered != 1 {
			t.Fatalf("the first in the queue is %v", got)
		}
		soon, end := s.Clock.Now().Add(time.Hour), e.EndsAt
		more = change(shift, func(c *events.ShiftChange) { c.Capacity, c.StartsAt = of(1), soon })
		_, err = s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{StartsAt: &soon, EndsAt: &end, Shifts: []*events.ShiftChange{more}})
		s.Must(err)
		if got = s.Store.Client().SignUp.GetX(s.Internal(), waiting.ID); !got.OfferExpiresAt.Equal(soon) {
			t.Fatalf("the place is held until %v, the shift begins at %v", got.OfferExpiresAt, soon)
		}
		begun := s.Clock.Now().Add(-time.Minute) // she could not answer any more
		more = change(shift, func(c *events.ShiftChange) { c.Capacity, c.StartsAt = of(1), begun })
		_, err = s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{StartsAt: &begun, EndsAt: &end, Shifts: []*events.ShiftChange{more}})
		s.Must(err)
		got = s.Store.Client().SignUp.GetX(s.Internal(), waiting.ID)
		if now := s.shifts(e)[0]; got.Status != signup.StatusCONFIRMED || got.OfferExpiresAt != nil || now.Confirmed != 1 || now.Offered != 0 {
			t.Fatalf("who was offered a place of a shift that has begun is %v", got)
		}
	})
}

func TestFewerPlacesThanTaken(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 5)
		shift := e.Edges.Shifts[0]
		s.signUp(shift, s.volunteer, signup.StatusCONFIRMED, 1)
		s.signUp(shift, s.member, signup.StatusCONFIRMED, 2)
		fewer := func(n int) error {
			to := change(shift, func(c *events.ShiftChange) { c.Capacity = &n })
			_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{to}})
			return err
		}
		f := s.refused(s.unchanged(func() error { return fewer(1) }), fault.Conflict, "input.shifts.0.capacity")
		if f.Reason != "BELOW_CONFIRMED" || f.Details["confirmed"] != 2 || f.Details["over"] != 1 {
			t.Fatalf("refused with %+v", f)
		}
		s.Must(fewer(2))
		s.Do(func(ctx context.Context, tx *store.Tx) { // one of them walked in beyond the capacity
			tx.Shift.UpdateOneID(shift.ID).SetWalkedIn(1).ExecX(ctx)
		})
		s.Must(fewer(1))
		f = s.refused(fewer(0), fault.Conflict, "input.shifts.0.capacity")
		if f.Details["confirmed"] != 2 || f.Details["over"] != 1 {
			t.Fatalf("refused with %+v", f)
		}
	})
}

func TestFewerPlacesWithAReason(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], 3*time.Hour, 3, 2)
		shift, other := e.Edges.Shifts[0], e.Edges.Shifts[1]
		first := s.signUp(shift, s.volunteer, signup.StatusCONFIRMED, 1)
		last := s.signUp(shift, s.member, signup.StatusCONFIRMED, 2)
		waiting := s.signUp(other, s.elsewhere, signup.StatusWAITLISTED, 3)
		fewer := func(reason string) error {
			to := change(shift, func(c *events.ShiftChange) { c.Capacity = of(1) })
			_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{to}, Reason: &reason})
			return err
		}
		s.refused(s.unchanged(func() error { return fewer(strings.Repeat("长", 201)) }), fault.BadInput, "input.reason")
		s.refused(s.unchanged(func() error { return fewer(" ") }), fault.Conflict, "input.shifts.0.capacity")
		s.Must(fewer("场地变小"))
		status := func(row *db.SignUp) signup.Status { return s.Store.Client().SignUp.GetX(s.Internal(), row.ID).Status }
		if status(first) != signup.StatusCONFIRMED || status(last) != signup.StatusWAITLISTED || status(waiting) != signup.StatusWAITLISTED {
			t.Fatalf("they are %s, %s, %s", status(first), status(last), status(waiting))
		}
		got := s.shifts(e)[0]
		if *got.Capacity != 1 || got.Confirmed != 1 || got.Waitlisted != 1 {
			t.Fatalf("the shift is %v", got)
		}
		if n := s.notices(s.member); !slices.Equal(n, []string{"MOVED_BACK"}) || len(s.notices(s.volunteer)) > 0 {
			t.Fatalf("told of %v", n)
		}
		audit := s.Store.Client().AuditEntry.Query().AllX(s.Internal())
		if !slices.ContainsFunc(audit, func(a *db.AuditEntry) bool { return a.Subject == e.ID && a.Reason == "场地变小" }) {
			t.Fatalf("on record: %v", audit)
		}
	})
}

func TestChangeMovesShifts(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 5, 5)
		s.signUp(e.Edges.Shifts[0], s.volunteer, signup.StatusCONFIRMED, 1)
		later := func(c *events.ShiftChange) { c.StartsAt = c.StartsAt.Add(30 * time.Minute) }
		fresh := change(e.Edges.Shifts[0], func(c *events.ShiftChange) { c.ID, c.Name = nil, "新岗" })
		_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{change(e.Edges.Shifts[0], nil), fresh}})
		s.Must(err)
		if n := s.notices(s.volunteer); len(s.shifts(e)) != 3 || len(n) != 0 {
			t.Fatalf("%d shifts, told of %v", len(s.shifts(e)), n)
		}
		_, err = s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{change(e.Edges.Shifts[1], later)}})
		s.Must(err)
		if n := s.notices(s.volunteer); !slices.Equal(n, []string{"CHANGED"}) {
			t.Fatalf("told of %v", n)
		}
		if got := s.shifts(e)[2]; got.ID != e.Edges.Shifts[1].ID || !got.StartsAt.Equal(e.StartsAt.Add(30*time.Minute)) || *got.Capacity != 5 {
			t.Fatalf("moved to %v", got)
		}
	})
}

func TestChangeRefuses(t *testing.T) {
	each(t, func(s *stage) {
		e, other := s.Event(s.here.Branches[0], time.Hour, 5, 5), s.Event(s.here.Branches[0], time.Hour, 5)
		shift := e.Edges.Shifts[0]
		shifts := func(all ...*events.ShiftChange) events.ChangeInput { return events.ChangeInput{Shifts: all} }
		fresh := change(shift, func(c *events.ShiftChange) { c.ID = nil })
		for _, c := range []struct {
			in    events.ChangeInput
			code  fault.Code
			field string
		}{
			{events.ChangeInput{Title: of("")}, fault.BadInput, "input.title"},
			{events.ChangeInput{Place: of(strings.Repeat("长", 101))}, fault.BadInput, "input.place"},
			{events.ChangeInput{Description: of(strings.Repeat("长", 4001))}, fault.BadInput, "input.description"},
			{events.ChangeInput{ContactPhone: graphql.OmittableOf(of("x"))}, fault.BadInput, "input.contactPhone"},
			{events.ChangeInput{ContactName: graphql.OmittableOf(of(strings.Repeat("长", 51)))}, fault.BadInput, "input.contactName"},
			{events.ChangeInput{EndsAt: of(e.StartsAt)}, fault.BadInput, "input.endsAt"},
			{events.ChangeInput{EndsAt: of(e.EndsAt.Add(-time.Minute))}, fault.BadInput, "input.endsAt"},
			{events.ChangeInput{StartsAt: of(e.StartsAt.Add(time.Minute))}, fault.BadInput, "input.startsAt"},
			{events.ChangeInput{StartsAt: of(e.StartsAt.AddDate(3, 0, 0)), EndsAt: of(e.EndsAt.AddDate(3, 0, 0))}, fault.BadInput, "input.startsAt"},
			{events.ChangeInput{TeamID: graphql.OmittableOf(of("te_0"))}, fault.NotFound, ""},
			{shifts(change(other.Edges.Shifts[0], nil)), fault.NotFound, "input.shifts.0.id"},
			{shifts(change(shift, nil), change(shift, nil)), fault.BadInput, "input.shifts.1.id"},
			{shifts(change(shift, func(c *events.ShiftChange) { c.Capacity = of(-1) })), fault.BadInput, "input.shifts.0.capacity"},
			{shifts(change(shift, func(c *events.ShiftChange) { c.Name = " " })), fault.BadInput, "input.shifts.0.name"},
			{shifts(change(shift, func(c *events.ShiftChange) { c.EndsAt = c.EndsAt.Add(time.Minute) })), fault.BadInput, "input.shifts.0.endsAt"},
			{shifts(slices.Repeat([]*events.ShiftChange{fresh}, 49)...), fault.BadInput, "input.shifts"},
			{shifts(slices.Repeat([]*events.ShiftChange{fresh}, 51)...), fault.BadInput, "input.shifts"},
		} {
			err := s.unchanged(func() error { _, err := s.events.Change(s.As(s.lead), e.ID, c.in); return err })
			s.refused(err, c.code, c.field)
		}
		s.Clock.Move(3 * time.Hour)
		err := s.unchanged(func() error {
			_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Title: of("晚")})
			return err
		})
		s.refused(err, fault.Closed, "")
	})
}

func TestAnEventStaysWithThoseWhoMayChangeIt(t *testing.T) {
	each(t, func(s *stage) {
		in := s.input()
		in.TeamID = &s.team.ID
		e, err := s.events.Create(s.As(s.teamLead), in)
		s.Must(err)
		theirs := s.Team(s.here.Branches[1], "太极队", s.elsewhere)
		to := func(who *db.Person, team *string) error {
			_, err := s.events.Change(s.As(who), e.ID, events.ChangeInput{TeamID: graphql.OmittableOf(team)})
			return err
		}
		s.refused(to(s.teamLead, nil), fault.Forbidden, "input.teamId")
		s.refused(to(s.teamLead, &theirs.ID), fault.Forbidden, "")
		s.refused(to(s.lead, &theirs.ID), fault.Forbidden, "")
		s.Must(to(s.secretary, &theirs.ID))
	})
}
