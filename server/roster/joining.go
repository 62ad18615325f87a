package roster

import (
	"slices"
	"strings"
	"time"

	"linli/ent/db"
	"linli/server/fault"
)

// mayJoin refuses a person whom the rules of joining keep out of the event now: CLOSED with reason NOT_OPEN_YET, which says
// when that changes, or SIGN_UP_CLOSED, neither for whom a lead signs up; CONFLICT with reason AGE_UNKNOWN, TOO_YOUNG, TOO_OLD
// or SKILL_MISSING. The event is read with its community, in whose zone it has its year.
func mayJoin(e *db.Event, p *db.Person, now time.Time, led bool) error {
	switch {
	case led:
	case e.OpensAt != nil && now.Before(*e.OpensAt):
		return fault.New(fault.Closed, "Sign-up has not opened yet.").Because("NOT_OPEN_YET").With("changesAt", instant(*e.OpensAt))
	case e.ClosesAt != nil && !now.Before(*e.ClosesAt):
		return fault.New(fault.Closed, "Sign-up has closed.").Because("SIGN_UP_CLOSED").With("until", instant(*e.ClosesAt))
	}
	if err := ofAge(e, p); err != nil {
		return err
	}
	has := func(skill string) bool { return strings.EqualFold(skill, e.Skill) }
	if e.Skill != "" && !slices.ContainsFunc(p.Skills, has) {
		return fault.New(fault.Conflict, "This event asks for a skill that is not on record.").Because("SKILL_MISSING").At("people").
			With("skill", e.Skill).With("personId", p.ID)
	}
	return nil
}

// ofAge refuses a person who is outside the event's band of ages in its year. A limit of a band that is left out is absent.
func ofAge(e *db.Event, p *db.Person) error {
	if e.MinAge == nil && e.MaxAge == nil {
		return nil
	}
	refuse := func(reason, message string) error {
		f := fault.New(fault.Conflict, "%s", message).Because(reason).At("people").With("personId", p.ID)
		if e.MinAge != nil {
			f = f.With("minAge", *e.MinAge)
		}
		if e.MaxAge != nil {
			f = f.With("maxAge", *e.MaxAge)
		}
		return f
	}
	if p.BirthYear == nil {
		return refuse("AGE_UNKNOWN", "This event asks for an age, and no year of birth is on record.")
	}
	age := e.StartsAt.In(Zone(e.Edges.Community.TimeZone)).Year() - *p.BirthYear
	switch {
	case e.MinAge != nil && age < *e.MinAge:
		return refuse("TOO_YOUNG", "Too young for this event.")
	case e.MaxAge != nil && age > *e.MaxAge:
		return refuse("TOO_OLD", "Too old for this event.")
	}
	return nil
}

// mayWithdraw refuses, once the event lets nobody withdraw any more, with CLOSED and reason WITHDRAW_CLOSED; not asked of a
// lead who takes somebody else out.
func mayWithdraw(e *db.Event, now time.Time) error {
	if e.WithdrawUntil == nil || now.Before(*e.WithdrawUntil) {
		return nil
	}
	return fault.New(fault.Closed, "One can withdraw no more: please ask the lead.").Because("WITHDRAW_CLOSED").
		With("until", instant(*e.WithdrawUntil))
}

// oneShift refuses a second shift of an event that gives each person one: CONFLICT with reason ONE_SHIFT. The other is an
// active sign-up of the person, read with its shift; nil: she has none.
func oneShift(e *db.Event, other *db.SignUp) error {
	if !e.OneShift || other == nil || other.EventID != e.ID {
		return nil
	}
	f := fault.New(fault.Conflict, "Each person may have one shift of this event.").Because("ONE_SHIFT").At("people")
	return f.With("shift", map[string]any{"id": other.ShiftID, "name": other.Edges.Shift.Name, "signUpId": other.ID, "personId": other.PersonID})
}
