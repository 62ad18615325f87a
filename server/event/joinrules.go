package event

import (
	"time"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/text"
)

// JoinRules say who may sign up and when; what is nil or empty is no rule.
type JoinRules struct {
	OpensAt, ClosesAt, WithdrawUntil *time.Time
	OneShift                         bool
	MinAge, MaxAge                   *int
	Skill                            string
	Minimum                          *int
}

const oldest = 120

// RulesOf are the event's rules of joining.
func RulesOf(row *db.Event) *JoinRules {
	return &JoinRules{OpensAt: row.OpensAt, ClosesAt: row.ClosesAt, WithdrawUntil: row.WithdrawUntil, OneShift: row.OneShift,
		MinAge: row.MinAge, MaxAge: row.MaxAge, Skill: row.Skill, Minimum: row.Minimum}
}

// check refuses rules that an event with this end cannot have, with BAD_USER_INPUT, and trims the skill.
func (r JoinRules) check(ends time.Time) (JoinRules, error) {
	at := func(field string) string { return "input.joinRules." + field }
	if field := r.after(ends); field != "" {
		return r, fault.Field(at(field), "This is at most the end of the event.").Because("OUTSIDE_EVENT")
	}
	among := func(value *int, least, most int) bool { return value == nil || *value >= least && *value <= most }
	switch {
	case r.OpensAt != nil && r.ClosesAt != nil && !r.ClosesAt.After(*r.OpensAt):
		return r, fault.Field(at("closesAt"), "Sign-up closes after it opens.").Because("END_BEFORE_START")
	case !among(r.MinAge, 0, oldest):
		return r, fault.Field(at("minAge"), "From 0 to %d.", oldest).Because("RANGE")
	case !among(r.MaxAge, 0, oldest):
		return r, fault.Field(at("maxAge"), "From 0 to %d.", oldest).Because("RANGE")
	case r.MinAge != nil && r.MaxAge != nil && *r.MaxAge < *r.MinAge:
		return r, fault.Field(at("maxAge"), "At least the lower age.").Because("RANGE")
	case !among(r.Minimum, 1, mostPlaces):
		return r, fault.Field(at("minimum"), "From 1 to %d people.", mostPlaces).Because("RANGE")
	}
	var err error
	r.Skill, err = text.Optional(at("skill"), r.Skill, text.Skill)
	return r, err
}

// after names the first of the times that lies behind the event's end; empty: none.
func (r JoinRules) after(ends time.Time) string {
	for _, t := range []struct {
		field string
		at    *time.Time
	}{{"opensAt", r.OpensAt}, {"closesAt", r.ClosesAt}, {"withdrawUntil", r.WithdrawUntil}} {
		if t.at != nil && t.at.After(ends) {
			return t.field
		}
	}
	return ""
}

// moved are the rules of the same event at another time.
func (r JoinRules) moved(by time.Duration) JoinRules {
	r.OpensAt, r.ClosesAt, r.WithdrawUntil = later(r.OpensAt, by), later(r.ClosesAt, by), later(r.WithdrawUntil, by)
	return r
}

func later(at *time.Time, by time.Duration) *time.Time {
	if at == nil {
		return nil
	}
	moved := at.Add(by)
	return &moved
}

// sameMinimum tells whether both ask for as many people at the same time.
func (r JoinRules) sameMinimum(other JoinRules) bool {
	return or(r.Minimum, 0) == or(other.Minimum, 0) && or(r.ClosesAt, time.Time{}).Equal(or(other.ClosesAt, time.Time{}))
}

// write puts the rules on a create or an update.
func (r JoinRules) write(m *db.EventMutation) {
	m.SetOneShift(r.OneShift)
	m.SetSkill(r.Skill)
	put(r.OpensAt, m.SetOpensAt, m.ClearOpensAt)
	put(r.ClosesAt, m.SetClosesAt, m.ClearClosesAt)
	put(r.WithdrawUntil, m.SetWithdrawUntil, m.ClearWithdrawUntil)
	put(r.MinAge, m.SetMinAge, m.ClearMinAge)
	put(r.MaxAge, m.SetMaxAge, m.ClearMaxAge)
	put(r.Minimum, m.SetMinimum, m.ClearMinimum)
}

// put writes a value that may be absent.
func put[T any](value *T, set func(T), clear func()) {
	if value == nil {
		clear()
	} else {
		set(*value)
	}
}
