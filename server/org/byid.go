package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/joinrequest"
	"linli/ent/db/partner"
	"linli/ent/db/person"
	"linli/ent/db/team"
	"linli/ent/db/unit"
)

// UnitsByID returns those of the units that the viewer may see, in no order.
func (o *Org) UnitsByID(ctx context.Context, ids []string) ([]*db.Unit, error) {
	return o.store.Client().Unit.Query().Where(unit.IDIn(ids...)).All(ctx)
}

// PeopleByID returns those of the people that the viewer may see, in no order.
func (o *Org) PeopleByID(ctx context.Context, ids []string) ([]*db.Person, error) {
	return o.store.Client().Person.Query().Where(person.IDIn(ids...)).All(ctx)
}

// TeamsByID returns those of the teams that the viewer may see, in no order.
func (o *Org) TeamsByID(ctx context.Context, ids []string) ([]*db.Team, error) {
	return o.store.Client().Team.Query().Where(team.IDIn(ids...)).All(ctx)
}

// CommunitiesByID returns those of the communities that the viewer may see, in no order.
func (o *Org) CommunitiesByID(ctx context.Context, ids []string) ([]*db.Community, error) {
	return o.store.Client().Community.Query().Where(community.IDIn(ids...)).All(ctx)
}

// PartnersByID returns those of the partners that the viewer may see, in no order.
func (o *Org) PartnersByID(ctx context.Context, ids []string) ([]*db.Partner, error) {
	return o.store.Client().Partner.Query().Where(partner.IDIn(ids...)).All(ctx)
}

// JoinRequestsByID returns those of the wishes to belong that the viewer may see, in no order.
func (o *Org) JoinRequestsByID(ctx context.Context, ids []string) ([]*db.JoinRequest, error) {
	return o.store.Client().JoinRequest.Query().Where(joinrequest.IDIn(ids...)).All(ctx)
}
