package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/ent/db/team"
	"linli/ent/db/teammember"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/viewer"
)

// Dwelling is where a person lives, as far as the viewer may know; what she may not is nil.
type Dwelling struct {
	PersonID string
	// Home is for oneself, those one acts for, and the leads and secretaries of the place.
	Home *db.Unit
	// Known tells that the viewer may know what Home is for, and the person's year of birth and skills with it.
	Known bool
	// Building is the place of the building in the tree, for UnitsAt, or empty. Who leads a team or an event of the
	// person, or could sign her up for one, knows it too: namesakes on a roster must be told apart.
	Building string
}

// DwellingsOf returns where these people live, in no order.
func (o *Org) DwellingsOf(ctx context.Context, personIDs []string) ([]*Dwelling, error) {
	v := viewer.From(ctx)
	people, err := o.store.Client().Person.Query().Where(person.IDIn(personIDs...)).WithUnit().All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	led, err := o.led(ctx, personIDs)
	if err != nil {
		return nil, err
	}
	dwellings := make([]*Dwelling, len(people))
	for i, p := range people {
		d := &Dwelling{PersonID: p.ID}
		mine := v.Speaks(p.ID) || access.Holds(v, access.Edit, access.OnPerson(p))
		if mine {
			d.Home, d.Known = p.Edges.Unit, true
		}
		if mine || led[p.ID] {
			d.Building = building(p.Edges.Unit)
		}
		dwellings[i] = d
	}
	return dwellings, nil
}

// building is the place of what a household belongs to, of the home itself where that is a building or all that is known,
// or empty where it is the root.
func building(home *db.Unit) string {
	path := home.Path
	if home.Level == unit.LevelHOUSEHOLD {
		path = parentPath(path)
	}
	if len(path) <= access.Width {
		return ""
	}
	return place(home.CommunityID, path)
}

// led tells which of the people are on the roster of an event, or in a team, that the viewer leads.
func (o *Org) led(ctx context.Context, personIDs []string) (map[string]bool, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	var any []predicate.Person
	if len(v.Teams) > 0 {
		any = append(any, person.HasTeamMembersWith(teammember.TeamIDIn(v.Teams...)))
	}
	if len(v.Teams)+len(v.Substitute) > 0 {
		units, err := o.unitsLed(viewer.Internal(ctx), v)
		if err != nil {
			return nil, err
		}
		any = append(any, access.Near(v, units))
	}
	if len(v.Teams)+len(v.Substitute)+len(v.Leads)+len(v.Secretary) > 0 {
		any = append(any, person.HasSignUpsWith(signup.HasEventWith(event.CommunityID(v.CommunityID), access.Led(v))))
	}
	if len(any) == 0 {
		return nil, nil
	}
	ids, err := o.store.Client().Person.Query().Where(person.IDIn(personIDs...), person.Or(any...)).IDs(viewer.Internal(ctx))
	led := make(map[string]bool, len(ids))
	for _, id := range ids {
		led[id] = true
	}
	return led, err
}

// unitsLed are the units that the viewer's teams, and the events she leads as a substitute, belong to.
func (o *Org) unitsLed(ctx context.Context, v *viewer.Viewer) ([]*db.Unit, error) {
	ofTeams, err := o.store.Client().Team.Query().Where(team.IDIn(v.Teams...)).Select(team.FieldUnitID).Strings(ctx)
	if err != nil {
		return nil, err
	}
	return o.store.Client().Unit.Query().Where(unit.Or(unit.IDIn(ofTeams...), unit.HasEventsWith(event.IDIn(v.Substitute...)))).All(ctx)
}
