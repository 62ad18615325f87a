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
	rules        JoinRules
	shifts       []slot         // those that change and those that are new
	moved        bool           // somebody signed up must come at another time or place
	shifted      []string       // shifts that have another time
	rekept       []slot         // shifts that keep places for another unit than before, or none any more
	fewer        map[string]int // by shift, the new places where those who have one are more than that
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
	in.Reason = tidied("reason", in.Reason, text.Reason, text.Optional)
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
	next := outcome{in: in, starts: or(in.StartsAt, old.StartsAt), ends: or(in.EndsAt, old.EndsAt), fewer: map[string]int{}}
	if in.StartsAt != nil || in.EndsAt != nil {
		if err := checkSpan("input.", next.starts, next.ends, now); err != nil {
			return next, err
		}
	}
	var err error
	if next.rules, err = in.rules(old, next.ends); err != nil {
		return next, err
	}
	next.moved = !next.starts.Equal(old.StartsAt) || !next.ends.Equal(old.EndsAt) || or(in.Place, old.Place) != old.Place
	if len(in.Shifts) > mostShifts {
		return next, wrongNumber()
	}
	all := len(shifts)
	for n, s := range in.Shifts {
		was, changed, err := next.put(n, s, shifts)
		if err == nil && was != nil {
			err = next.compare(n, was, changed)
		}
		if err != nil {
			return next, err
		}
		if was == nil {
			all++
		}
		next.shifts = append(next.shifts, changed)
	}
	if all > mostShifts {
		return next, wrongNumber()
	}
	next.moved = next.moved || len(next.shifted) > 0
	return next, next.keeps(shifts)
}

// rules are those given, or those that the event has and keeps.
func (in ChangeInput) rules(old *db.Event, ends time.Time) (JoinRules, error) {
	if in.JoinRules != nil {
		return in.JoinRules.check(ends)
	}
	kept := *RulesOf(old)
	if in.EndsAt != nil && kept.after(ends) != "" {
		return kept, fault.Field("input.endsAt", "A time of its rules would lie behind the end: give the rules too.").Because("OUTSIDE_EVENT")
	}
	return kept, nil
}

// put checks the n-th shift of the input against the one it changes, nil for a new one.
func (o outcome) put(n int, in *ShiftChange, shifts []*db.Shift) (*db.Shift, slot, error) {
	s, err := checkSlot(n, slot{name: in.Name, starts: in.StartsAt, ends: in.EndsAt, capacity: in.Capacity, kept: in.Kept})
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
	return shifts[i], s, nil
}

// compare notes what the n-th shift of the input makes of the one that was. Fewer places than are taken ask for a reason.
func (o *outcome) compare(n int, was *db.Shift, s slot) error {
	if taken := was.Confirmed + was.Offered - was.WalkedIn; s.capacity != nil && *s.capacity < taken {
		if or(o.in.Reason, "") == "" {
			return fault.New(fault.Conflict, "More places are taken than that.").At(fmt.Sprintf("input.shifts.%d.capacity", n)).
				Because("BELOW_CONFIRMED").With("confirmed", was.Confirmed+was.Offered).With("over", taken-*s.capacity)
		}
		o.fewer[s.id] = *s.capacity
	}
	if !s.starts.Equal(was.StartsAt) || !s.ends.Equal(was.EndsAt) {
		o.shifted = append(o.shifted, s.id)
	}
	unitOf := func(k *KeptInput) string {
		if k == nil {
			return ""
		}
		return k.UnitID
	}
	if unitOf(s.kept) != unitOf(keptAs(was)) {
		o.rekept = append(o.rekept, s)
	}
	return nil
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
