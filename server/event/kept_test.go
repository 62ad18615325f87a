package event_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/store"
)

// keeps fails unless the shift keeps so many places, of which so many are taken.
func (s *stage) keeps(shift *db.Shift, places, taken int, where *db.Unit) {
	s.t.Helper()
	got := s.Store.Client().Shift.GetX(s.Internal(), shift.ID)
	kept := events.KeptOf(got)
	if where == nil && (kept != nil || got.KeptUnitID != nil || got.KeptUntil != nil) || where != nil && (kept == nil || kept.Places != places || kept.UnitID != where.ID) ||
		got.KeptTaken != taken {
		s.t.Fatalf("keeps %+v, %d taken: %v", kept, got.KeptTaken, got)
	}
}

func (s *stage) inside(rows ...*db.SignUp) (all string) {
	s.t.Helper()
	for _, row := range rows {
		if s.Store.Client().SignUp.GetX(s.Internal(), row.ID).Inside {
			all += "i"
		} else {
			all += "o"
		}
	}
	return all
}

func TestKeptPlacesAreMadeAndCopied(t *testing.T) {
	each(t, func(s *stage) {
		in := s.input()
		in.Shifts[0].Kept = &events.KeptInput{Places: 5, UnitID: s.here.Groups[0].ID, Until: in.Shifts[0].EndsAt}
		e, err := s.events.Create(s.As(s.lead), in)
		s.Must(err)
		s.keeps(s.shifts(e)[0], 5, 0, s.here.Groups[0])
		copied, err := s.events.Copy(s.As(s.lead), e.ID, e.StartsAt.AddDate(0, 0, 7))
		s.Must(err)
		s.keeps(s.shifts(copied)[0], 5, 0, s.here.Groups[0])
		if got := s.shifts(copied)[0]; !got.KeptUntil.Equal(in.Shifts[0].EndsAt.AddDate(0, 0, 7)) {
			t.Fatalf("keeps until %v", got.KeptUntil)
		}
	})
}

func TestKeptPlacesAreHeldFromPublishingOn(t *testing.T) {
	each(t, func(s *stage) {
		in := s.input()
		in.Shifts[0].Kept = &events.KeptInput{Places: 5, UnitID: s.here.Groups[0].ID, Until: in.Shifts[0].EndsAt}
		e, err := s.events.Create(s.As(s.lead), in)
		s.Must(err)
		_, err = s.events.Publish(s.As(s.lead), e.ID)
		s.Must(err)
		if got := s.shifts(e)[0].Held; got != 5 {
			t.Fatalf("%d places are held, want the 5 that are kept", got)
		}
	})
}

func TestKeptPlacesAreChecked(t *testing.T) {
	each(t, func(s *stage) {
		e := s.draft()
		shift, abroad := s.shifts(e)[0], s.Place("abroad")
		for _, c := range []struct {
			code     fault.Code
			field    string
			places   int
			unit     *db.Unit
			until    time.Duration
			capacity *int
		}{
			{fault.BadInput, "places", 0, s.here.Root, 0, of(5)},
			{fault.BadInput, "places", 6, s.here.Root, 0, of(5)},
			{fault.BadInput, "places", 1, s.here.Root, 0, nil},
			{fault.BadInput, "until", 1, s.here.Root, time.Millisecond, of(5)},
			{fault.BadInput, "unitId", 1, s.here.Households[0], 0, of(5)},
			{fault.NotFound, "unitId", 1, s.here.Households[2], 0, of(5)}, // not hers to know
			{fault.NotFound, "unitId", 1, abroad.Root, 0, of(5)},
			{"", "", 5, s.here.Branches[1], 0, of(5)},
		} {
			kept := &events.KeptInput{Places: c.places, UnitID: c.unit.ID, Until: shift.EndsAt.Add(c.until)}
			in := s.input()
			in.Shifts = append(in.Shifts, &events.ShiftInput{Name: "岗", StartsAt: in.StartsAt, EndsAt: in.StartsAt.Add(time.Hour), Capacity: c.capacity, Kept: kept})
			_, made := s.events.Create(s.As(s.lead), in)
			to := change(shift, func(to *events.ShiftChange) { to.Kept, to.Capacity = kept, c.capacity })
			_, changed := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{to}})
			if c.code == "" {
				s.Must(made)
				s.Must(changed)
				continue
			}
			s.refused(made, c.code, "input.shifts.1.kept."+c.field)
			s.refused(changed, c.code, "input.shifts.0.kept."+c.field)
		}
	})
}

func TestAnotherUnitIsCountedAnew(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], 30*time.Minute, 5)
		shift := e.Edges.Shifts[0]
		s.Role(s.elsewhere, s.here.Groups[0], membership.RoleMEMBER) // lives in the second branch
		rows := []*db.SignUp{
			s.signUp(shift, s.volunteer, signup.StatusCONFIRMED, 1), s.signUp(shift, s.elsewhere, signup.StatusCONFIRMED, 2),
			s.signUp(shift, s.secretary, signup.StatusCONFIRMED, 3), s.signUp(shift, s.member, signup.StatusWITHDRAWN, 4),
			s.signUp(shift, s.lead, signup.StatusCONFIRMED, 5),
		}
		s.Do(func(ctx context.Context, tx *store.Tx) { // let in at the door
			tx.SignUp.UpdateOne(rows[4]).SetWalkIn(true).ExecX(ctx)
			tx.Shift.UpdateOneID(shift.ID).AddWalkedIn(1).ExecX(ctx)
		})
		keep := func(unit *db.Unit, places int) {
			t.Helper()
			to := change(shift, func(c *events.ShiftChange) {
				if unit != nil {
					c.Kept = &events.KeptInput{Places: places, UnitID: unit.ID, Until: shift.EndsAt}
				}
			})
			_, err := s.events.Change(s.As(s.secretary), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{to}})
			s.Must(err)
		}
		for _, c := range []struct {
			unit   *db.Unit
			places int
			inside string
			taken  int
		}{{s.here.Groups[0], 3, "iiooi", 2}, {s.here.Groups[0], 4, "iiooi", 2}, {s.here.Branches[1], 3, "oiioo", 2}, {s.here.Root, 3, "iiioi", 3}, {nil, 0, "ooooo", 0}} {
			keep(c.unit, c.places)
			s.keeps(shift, c.places, c.taken, c.unit)
			if got := s.inside(rows...); got != c.inside {
				t.Fatalf("for %v inside are %s", c.unit, got)
			}
		}
	})
}

// What is kept no longer is given to whoever waits; what is kept is not.
func TestKeptNoLongerIsGivenOut(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], 30*time.Minute, 1)
		shift := e.Edges.Shifts[0]
		waiting := s.signUp(shift, s.volunteer, signup.StatusWAITLISTED, 1)
		set := func(kept *events.KeptInput) *db.Shift {
			t.Helper()
			to := change(shift, func(c *events.ShiftChange) { c.Kept = kept })
			_, err := s.events.Change(s.As(s.secretary), e.ID, events.ChangeInput{Shifts: []*events.ShiftChange{to}})
			s.Must(err)
			return s.shifts(e)[0]
		}
		if got := set(&events.KeptInput{Places: 1, UnitID: s.here.Branches[1].ID, Until: shift.EndsAt}); got.Waitlisted != 1 || got.Held != 1 {
			t.Fatalf("one who is not of the unit: %v", got)
		}
		if got := set(nil); got.Waitlisted != 0 || got.Held != 0 || got.Confirmed != 1 {
			t.Fatalf("kept no longer: %v", got)
		}
		if got := s.Store.Client().SignUp.GetX(s.Internal(), waiting.ID); got.Status != signup.StatusCONFIRMED {
			t.Fatalf("is %s", got.Status)
		}
	})
}
