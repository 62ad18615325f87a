package event

import (
	"fmt"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/text"
)

// outcome is what a change makes of an event.
type outcome struct {
	in           ChangeInput
	team         *db.Team // the one that in names; nil: none
	starts, ends time.Time
	shifts       []slot // those that change and those that are new
	moved        bool   // somebody signed up must come at another time or place
}

// tidy checks and trims the texts; BAD_USER_INPUT names the field.
func (in ChangeInput) tidy() (ChangeInput, error) {
	var err error
	tidied := func(field string, typed *string, most int, check func(string, string, int) (string, error)) *string {
		if typed == nil || err != nil {
			return typed
		}
		var value string
		value, err = check("input."+field, *typed, most)
		return &value
	}
	in.Title = tidied("title", in.Title, text.Title, text.Line)
	in.Place = tidied("place", in.Place, text.Place, text.Line)
	in.Description = tidied("description", in.Description, text.Description, text.Lines)
	if name, given := in.ContactName.ValueOK(); given && err == nil {
		name, err = contactName(name)
		in.ContactName = graphql.OmittableOf(name)
	}
	if number, given := in.ContactPhone.ValueOK(); given && err == nil {
		number, err = contactPhone(number)
		in.ContactPhone = graphql.OmittableOf(number)
	}
	return in, err
}

// decide says what the change makes of the event as it is, or why it may not be.
func (in ChangeInput) decide(old *db.Event, shifts []*db.Shift, now time.Time) (outcome, error) {
	next := outcome{in: in, starts: or(in.StartsAt, old.StartsAt), ends: or(in.EndsAt, old.EndsAt)}
	if in.StartsAt != nil || in.EndsAt != nil {
		if err := checkSpan("input.", next.starts, next.ends, now); err != nil {
			return next, err
		}
	}
	next.moved = !next.starts.Equal(old.StartsAt) || !next.ends.Equal(old.EndsAt) || or(in.Place, old.Place) != old.Place
	if len(in.Shifts) > mostShifts {
		return next, wrongNumber()
	}
	all := len(shifts)
	for n, s := range in.Shifts {
		was, changed, err := next.put(n, s, shifts)
		if err != nil {
			return next, err
		}
		if was == nil {
			all++
		} else {
			next.moved = next.moved || !changed.starts.Equal(was.StartsAt) || !changed.ends.Equal(was.EndsAt)
		}
		next.shifts = append(next.shifts, changed)
	}
	if all > mostShifts {
		return next, wrongNumber()
	}
	return next, next.keeps(shifts)
}

// put checks the n-th shift of the input against the one it changes, nil for a new one.
func (o outcome) put(n int, in *ShiftChange, shifts []*db.Shift) (*db.Shift, slot, error) {
	s, err := checkSlot(n, slot{name: in.Name, starts: in.StartsAt, ends: in.EndsAt, capacity: in.Capacity})
	if err == nil {
		err = checkInside(n, s, o.starts, o.ends)
	}
	if err != nil || in.ID == nil {
		return nil, s, err
	}
	s.id = *in.ID
	at := fmt.Sprintf("input.shifts.%d.", n)
	i := slices.IndexFunc(shifts, func(was *db.Shift) bool { return was.ID == s.id })
	if i < 0 {
		return nil, s, fault.Missing().At(at + "id")
	}
	if slices.ContainsFunc(o.shifts, func(before slot) bool { return before.id == s.id }) {
		return nil, s, fault.Field(at+"id", "A shift is named once.").Because("TWICE")
	}
	if taken := shifts[i].Confirmed + shifts[i].Offered; s.capacity != nil && *s.capacity < taken-shifts[i].WalkedIn {
		return nil, s, fault.New(fault.Conflict, "More places are taken than that.").At(at+"capacity").
			Because("BELOW_CONFIRMED").With("confirmed", taken)
	}
	return shifts[i], s, nil
}

// keeps refuses times that leave a shift outside which the input does not name.
func (o outcome) keeps(shifts []*db.Shift) error {
	for _, s := range shifts {
		if slices.ContainsFunc(o.shifts, func(changed slot) bool { return changed.id == s.ID }) {
			continue
		}
		bad := ""
		if s.StartsAt.Before(o.starts) {
			bad = "input.startsAt"
		} else if s.EndsAt.After(o.ends) {
			bad = "input.endsAt"
		}
		if bad != "" {
			return fault.Field(bad, "A shift would lie outside its event: give its times too.").Because("OUTSIDE_EVENT")
		}
	}
	return nil
}
