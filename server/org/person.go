package org

import (
	"context"
	"fmt"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/proxy"
	"linli/ent/db/substitute"
	"linli/ent/db/team"
	"linli/ent/db/teammember"
	"linli/server/access"
	"linli/server/text"
	"linli/server/viewer"
)

// Phone is a person's number: whole for herself, else masked; nil where there is none.
func (o *Org) Phone(ctx context.Context, p *db.Person) (*string, error) {
	if p.PhoneSealed == nil {
		return nil, nil
	}
	number, err := o.keys.Open(*p.PhoneSealed)
	if err != nil {
		return nil, fmt.Errorf("the phone of %s: %w", p.ID, err)
	}
	if viewer.From(ctx).PersonID != p.ID {
		number = text.Mask(number)
	}
	return &number, nil
}

// MembershipsOf returns the roles of these people, the oldest first, as far as the viewer may see them.
func (o *Org) MembershipsOf(ctx context.Context, personIDs []string) ([]*db.Membership, error) {
	return o.store.Client().Membership.Query().Where(membership.PersonIDIn(personIDs...)).
		Order(membership.ByCreatedAt(), membership.ByID()).All(ctx)
}

// TeamsOf returns the places of these people in teams, by the team's name, as far as the viewer may see them.
func (o *Org) TeamsOf(ctx context.Context, personIDs []string) ([]*db.TeamMember, error) {
	return o.store.Client().TeamMember.Query().Where(teammember.PersonIDIn(personIDs...)).
		WithTeam().Order(teammember.ByTeamField(team.FieldName), teammember.ByID()).All(ctx)
}

// mostProxies is how many people one may act for, and how many may act for one.
const mostProxies = 20

// ActsFor returns whom the person may act for, by name: to herself and to those who run the place where she lives.
func (o *Org) ActsFor(ctx context.Context, p *db.Person) ([]*db.Person, error) {
	return o.household(ctx, p, person.HasActedForByWith(proxy.HolderID(p.ID)))
}

// ActedForBy returns who may act for the person, likewise.
func (o *Org) ActedForBy(ctx context.Context, p *db.Person) ([]*db.Person, error) {
	return o.household(ctx, p, person.HasActsForWith(proxy.PersonID(p.ID)))
}

// household reads those of a person's household whom the viewer may see.
func (o *Org) household(ctx context.Context, p *db.Person, which predicate.Person) ([]*db.Person, error) {
	if viewer.From(ctx).PersonID != p.ID {
		home, err := o.store.Client().Unit.Get(viewer.Internal(ctx), p.UnitID)
		if err != nil || !access.Holds(viewer.From(ctx), access.Edit, access.OnUnit(home)) {
			return nil, err
		}
	}
	return o.store.Client().Person.Query().Where(which).Order(person.ByName(), person.ByID()).Limit(mostProxies).All(ctx)
}

// SubstituteFor returns the events that the viewer leads as a substitute and that have not ended; of others nothing.
func (o *Org) SubstituteFor(ctx context.Context, p *db.Person) ([]*db.Event, error) {
	if viewer.From(ctx).PersonID != p.ID {
		return nil, nil
	}
	return o.store.Client().Event.Query().
		Where(event.HasSubstitutesWith(substitute.PersonID(p.ID)), event.StatusNEQ(event.StatusCANCELLED), event.EndsAtGT(o.store.Now())).
		Order(event.ByStartsAt(), event.ByID()).Limit(20).All(ctx)
}
