package access

import (
	"linli/ent/db"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/teammember"
	"linli/server/viewer"
)

// Candidate holds for the people whom this lead of the event, read with its unit, may sign up, let in at the door or name
// as substitute: who lives in the unit's subtree or anywhere else in her scope, or belongs to the event's team.
func Candidate(v *viewer.Viewer, e *db.Event) predicate.Person {
	any := []where{person.HasUnitWith(Subtree(e.CommunityID, e.Edges.Unit.Path)), residents(v)}
	if e.TeamID != nil {
		any = append(any, person.HasTeamMembersWith(teammember.TeamID(*e.TeamID)))
	}
	return both(person.CommunityID(e.CommunityID), either(any...))
}

// Near holds for the people who live in the subtree of a unit that the viewer's teams, or the events that she leads as a
// substitute, belong to: whom she may be a candidate's lead for, so that she can tell namesakes apart.
func Near(v *viewer.Viewer, units []*db.Unit) predicate.Person {
	var any []where
	for _, u := range units {
		any = append(any, person.HasUnitWith(Subtree(u.CommunityID, u.Path)))
	}
	return both(person.CommunityID(v.CommunityID), either(any...))
}
