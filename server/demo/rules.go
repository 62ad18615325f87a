package demo

import (
	"slices"
	"strings"
	"time"
)

// rules are who may sign up for an event, and when.
type rules struct {
	opens, closes, withdraw time.Time
	oneShift                bool
	minAge, minimum         int
	skill                   string
}

// kept are places of a shift for the people of a unit.
type kept struct {
	places, taken int
	at            *unit
	until         time.Time
}

// of tells whether the person lives in the unit or below it, or has a role there.
func (p *person) of(u *unit) bool {
	below := func(at *unit) bool { return at.community == u.community && strings.HasPrefix(at.path, u.path) }
	return below(p.home) || slices.ContainsFunc(p.roles, func(r role) bool { return below(r.at) })
}

// keep keeps so many places more than its people have taken of a shift, as it is filled now, for a unit.
func (s *shift) keep(more int, at *unit, until time.Time) {
	s.kept = kept{at: at, until: until}
	for _, su := range s.signUps {
		if su.inside = su.person.of(at); su.inside && su.status == "CONFIRMED" {
			s.kept.taken++
		}
	}
	s.kept.places = s.kept.taken + more
	s.held = more
}

// unitID is the unit as the database has it.
func (k kept) unitID() any {
	if k.at == nil {
		return nil
	}
	return k.at.id
}

// columns are the rules as the database has them.
func (r rules) columns() []any {
	return []any{moment(r.opens), moment(r.closes), moment(r.withdraw), r.oneShift, number(r.minAge), r.skill, number(r.minimum)}
}

func number(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
