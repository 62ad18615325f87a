package access

import (
	"entgo.io/ent/dialect/sql"

	"linli/ent/db/attendanceentry"
	"linli/ent/db/community"
	"linli/ent/db/correction"
	"linli/ent/db/event"
	"linli/ent/db/joinrequest"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/partner"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/proxy"
	"linli/ent/db/session"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/ent/db/substitute"
	"linli/ent/db/team"
	"linli/ent/db/teammember"
	"linli/ent/db/unit"
	"linli/server/viewer"
)

// inScope holds for units in a subtree where the viewer is lead or secretary.
func inScope(v *viewer.Viewer) predicate.Unit {
	var ranges []where
	for _, root := range scopes(v) {
		ranges = append(ranges, Subtree(v.CommunityID, root))
	}
	return either(ranges...)
}

// residents holds for the people who live in a subtree where the viewer is lead or secretary.
func residents(v *viewer.Viewer) predicate.Person { return person.HasUnitWith(inScope(v)) }

func communities(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return community.Open(true)
	}
	return community.ID(v.CommunityID)
}

// units: households are shown to those who live there and to those who run the place; the levels above to everybody.
func units(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return unit.And(unit.HasCommunityWith(community.Open(true)), unit.LevelNEQ(unit.LevelHOUSEHOLD))
	}
	return unit.And(unit.CommunityID(v.CommunityID), unit.Or(
		unit.LevelNEQ(unit.LevelHOUSEHOLD), inScope(v), unit.HasPeopleWith(person.IDIn(v.People()...))))
}

// people: oneself and those one acts for or who act for one, whoever leads a team, whoever lives in one's scope, the
// members of one's teams, and whoever is on the roster of an event that one leads.
func people(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return nothing
	}
	any := []where{
		person.IDIn(v.People()...),
		person.HasActsForWith(proxy.PersonIDIn(v.People()...)),
		person.HasTeamMembersWith(teammember.Lead(true)),
	}
	if len(scopes(v)) > 0 {
		any = append(any, residents(v))
	}
	if len(v.Teams) > 0 {
		any = append(any, person.HasTeamMembersWith(teammember.TeamIDIn(v.Teams...)))
	}
	if led, ok := leads(v); ok {
		any = append(any, person.HasSignUpsWith(signup.HasEventWith(led)))
	}
	return both(person.CommunityID(v.CommunityID), either(any...))
}

// leads holds for events whose door the viewer runs; the second answer is false when there can be none.
func leads(v *viewer.Viewer) (predicate.Event, bool) {
	var any []where
	if len(scopes(v)) > 0 {
		any = append(any, event.HasUnitWith(inScope(v)))
	}
	if len(v.Teams) > 0 {
		any = append(any, event.TeamIDIn(v.Teams...))
	}
	if len(v.Substitute) > 0 {
		any = append(any, event.IDIn(v.Substitute...))
	}
	return both(event.CommunityID(v.CommunityID), either(any...)), len(any) > 0
}

// Led is the condition for the events whose door the viewer runs.
func Led(v *viewer.Viewer) predicate.Event {
	led, ok := leads(v)
	if !v.SignedIn() || !ok {
		return nothing
	}
	return led
}

func events(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return event.And(event.StatusNEQ(event.StatusDRAFT), event.HasCommunityWith(community.Open(true)))
	}
	any := []where{event.StatusNEQ(event.StatusDRAFT)}
	if len(scopes(v)) > 0 {
		any = append(any, event.HasUnitWith(inScope(v)))
	}
	if len(v.Teams) > 0 {
		any = append(any, event.TeamIDIn(v.Teams...))
	}
	return both(event.CommunityID(v.CommunityID), either(any...))
}

func shifts(v *viewer.Viewer) where { return shift.HasEventWith(events(v)) }

func signUps(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return nothing
	}
	any := []where{signup.PersonIDIn(v.People()...)}
	if led, ok := leads(v); ok {
		any = append(any, signup.HasEventWith(led))
	}
	return both(signup.CommunityID(v.CommunityID), either(any...))
}

// steps: who may see the sign-up may see what happened to it.
func steps(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return nothing
	}
	any := []where{step.HasSignUpWith(signup.PersonIDIn(v.People()...))}
	if led, ok := leads(v); ok {
		any = append(any, func(s *sql.Selector) {
			t := sql.Table(event.Table)
			q := sql.Dialect(s.Dialect()).Select(t.C(event.FieldID)).From(t)
			led(q)
			s.Where(sql.In(s.C(step.FieldEventID), q))
		})
	}
	return both(step.CommunityID(v.CommunityID), either(any...))
}

func attendance(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return nothing
	}
	any := []where{attendanceentry.PersonIDIn(v.People()...)}
	if led, ok := leads(v); ok {
		any = append(any, attendanceentry.HasEventWith(led))
	}
	return both(attendanceentry.CommunityID(v.CommunityID), either(any...))
}

// corrections: who may see the sign-up may see what was asked for it.
func corrections(v *viewer.Viewer) where { return correction.HasSignUpWith(signUps(v)) }

func substitutes(v *viewer.Viewer) where {
	any := []where{substitute.PersonID(v.PersonID)}
	if led, ok := leads(v); ok {
		any = append(any, substitute.HasEventWith(led))
	}
	return either(any...)
}

func memberships(v *viewer.Viewer) where {
	return either(membership.PersonIDIn(v.People()...), membership.HasUnitWith(inScope(v)),
		membership.HasPersonWith(person.HasUnitWith(inScope(v))))
}

func proxies(v *viewer.Viewer) where {
	return either(proxy.HolderIDIn(v.People()...), proxy.PersonIDIn(v.People()...),
		proxy.HasPersonWith(person.HasUnitWith(inScope(v))), proxy.HasHolderWith(person.HasUnitWith(inScope(v))))
}

func teams(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return team.HasCommunityWith(community.Open(true))
	}
	return team.CommunityID(v.CommunityID)
}

func teamMembers(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return nothing
	}
	return both(teammember.CommunityID(v.CommunityID), either(
		teammember.Lead(true), teammember.PersonIDIn(v.People()...), teammember.TeamIDIn(v.Teams...),
		teammember.HasTeamWith(team.HasUnitWith(inScope(v))), teammember.HasPersonWith(person.HasUnitWith(inScope(v)))))
}

func partners(v *viewer.Viewer) where {
	if !v.SignedIn() {
		return partner.HasCommunityWith(community.Open(true))
	}
	return partner.CommunityID(v.CommunityID)
}

func sessions(v *viewer.Viewer) where { return session.PersonID(v.PersonID) }

func notices(v *viewer.Viewer) where { return notice.RecipientID(v.PersonID) }

// joinRequests: those who run the building that was matched; those of the whole community where none was.
func joinRequests(v *viewer.Viewer) where {
	any := []where{joinrequest.HasUnitWith(inScope(v))}
	for _, root := range scopes(v) {
		if len(root) == Width {
			any = append(any, joinrequest.And(joinrequest.CommunityID(v.CommunityID), joinrequest.UnitIDIsNil()))
			break
		}
	}
	return either(any...)
}
