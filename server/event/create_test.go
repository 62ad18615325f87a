package event_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ent/db/event"
	events "linli/server/event"
	"linli/server/fault"
)

func TestCreate(t *testing.T) {
	each(t, func(s *stage) {
		in := s.input()
		in.Title, in.ContactPhone, in.Description = " 清洁日 ", of("0571-8888 8888"), of("带手套\n带水")
		made, err := s.events.Create(s.As(s.lead), in)
		s.Must(err)
		shifts := s.shifts(made)
		if made.Status != event.StatusDRAFT || made.Title != "清洁日" || *made.ContactPhone != "0571-8888 8888" || made.ContactName != nil || made.Description != "带手套\n带水" {
			t.Fatalf("made %v", made)
		}
		if len(shifts) != 1 || shifts[0].Name != "扫地" || *shifts[0].Capacity != 5 || !shifts[0].StartsAt.Equal(in.StartsAt) {
			t.Fatalf("made the shifts %v", shifts)
		}
		if s.audited("createEvent", made.ID) != 1 {
			t.Fatal("not audited")
		}
		for _, typed := range []string{"qingjie", "qjr", "heping", "广场"} {
			if !slices.Contains(s.titles(s.lead, events.Query{Search: &typed}), "清洁日") {
				t.Errorf("not found by %s", typed)
			}
		}
	})
}

func TestWhoMayCreate(t *testing.T) {
	each(t, func(s *stage) {
		s.nobodyBut(func(ctx context.Context) error {
			return s.unchanged(func() error { _, err := s.events.Create(ctx, s.input()); return err })
		})
		mine := s.input()
		mine.TeamID = &s.team.ID
		made, err := s.events.Create(s.As(s.teamLead), mine)
		s.Must(err)
		if *made.TeamID != s.team.ID {
			t.Fatal("not the team's")
		}
		mine.UnitID = s.here.Root.ID // not where the team is at home
		_, err = s.events.Create(s.As(s.teamLead), mine)
		s.refused(err, fault.Forbidden, "")
		foreign := s.input()
		foreign.UnitID, foreign.TeamID = s.here.Branches[1].ID, &s.team.ID
		_, err = s.events.Create(s.As(s.elsewhere), foreign) // may at the unit, but it is not her team
		s.refused(err, fault.Forbidden, "")
		_, err = s.events.Create(s.As(s.secretary), foreign)
		s.Must(err)
	})
}

func TestCreateRefusesBadInput(t *testing.T) {
	each(t, func(s *stage) {
		long := func(n int) string { return strings.Repeat("长", n) }
		shift := func(change func(*events.ShiftInput)) func(*events.CreateInput) {
			return func(in *events.CreateInput) { change(in.Shifts[0]) }
		}
		for _, c := range []struct {
			field  string
			change func(*events.CreateInput)
		}{
			{"input.title", func(in *events.CreateInput) { in.Title = "  " }},
			{"input.title", func(in *events.CreateInput) { in.Title = long(101) }},
			{"input.place", func(in *events.CreateInput) { in.Place = long(101) }},
			{"input.description", func(in *events.CreateInput) { in.Description = of(long(4001)) }},
			{"input.contactName", func(in *events.CreateInput) { in.ContactName = of(long(51)) }},
			{"input.contactPhone", func(in *events.CreateInput) { in.ContactPhone = of("call me") }},
			{"input.contactPhone", func(in *events.CreateInput) { in.ContactPhone = of(strings.Repeat("1", 31)) }},
			{"input.endsAt", func(in *events.CreateInput) { in.EndsAt = in.StartsAt }},
			{"input.endsAt", func(in *events.CreateInput) { in.EndsAt = in.StartsAt.Add(14*24*time.Hour + time.Minute) }},
			{"input.startsAt", func(in *events.CreateInput) {
				in.StartsAt, in.EndsAt = in.StartsAt.AddDate(3, 0, 0), in.EndsAt.AddDate(3, 0, 0)
			}},
			{"input.shifts", func(in *events.CreateInput) { in.Shifts = nil }},
			{"input.shifts", func(in *events.CreateInput) { in.Shifts = slices.Repeat(in.Shifts, 51) }},
			{"input.shifts.0.name", shift(func(in *events.ShiftInput) { in.Name = long(51) })},
			{"input.shifts.0.capacity", shift(func(in *events.ShiftInput) { in.Capacity = of(-1) })},
			{"input.shifts.0.capacity", shift(func(in *events.ShiftInput) { in.Capacity = of(100_001) })},
			{"input.shifts.0.endsAt", shift(func(in *events.ShiftInput) { in.EndsAt = in.StartsAt })},
			{"input.shifts.0.startsAt", shift(func(in *events.ShiftInput) { in.StartsAt = in.StartsAt.Add(-time.Minute) })},
			{"input.shifts.0.endsAt", shift(func(in *events.ShiftInput) { in.EndsAt = in.EndsAt.Add(2 * time.Hour) })},
		} {
			in := s.input()
			c.change(&in)
			err := s.unchanged(func() error { _, err := s.events.Create(s.As(s.lead), in); return err })
			s.refused(err, fault.BadInput, c.field)
		}
		in := s.input()
		in.UnitID = "un_00000000000000000000000000"
		_, err := s.events.Create(s.As(s.lead), in)
		s.refused(err, fault.NotFound, "")
	})
}
