package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/teammember"
	"linli/server/access"
	"linli/server/page"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// Which says which people of a unit are asked for; nil leaves a question open.
type Which struct {
	Subtree *bool
	Search  *string
	Role    *membership.Role
}

// People are those who live in the unit and, with Subtree, below it, by name: for its leads and secretaries, others get
// FORBIDDEN or UNAUTHENTICATED. A role is asked for wherever the person holds it.
func (o *Org) People(ctx context.Context, u *db.Unit, which Which, args page.Args) (*page.Connection[*db.Person], error) {
	if err := access.Ask(ctx, "people", access.OnUnit(u)); err != nil {
		return nil, err
	}
	all := o.store.Client().Person.Query().Where(person.UnitID(u.ID))
	if which.Subtree != nil && *which.Subtree {
		all = o.store.Client().Person.Query().Where(person.HasUnitWith(access.Subtree(u.CommunityID, u.Path)))
	}
	if which.Search != nil {
		words, err := text.Optional("search", *which.Search, text.Query)
		if err != nil {
			return nil, err
		}
		if words != "" {
			all.Where(store.Finds(person.FieldSearch, words))
		}
	}
	if which.Role != nil {
		all.Where(person.HasMembershipsWith(membership.RoleEQ(*which.Role)))
	}
	return byName(ctx, "people", all, args)
}

// Members are the people of a team by name: for its leads and those who run its unit, others get FORBIDDEN or
// UNAUTHENTICATED. They may live anywhere in the community.
func (o *Org) Members(ctx context.Context, teamID string, args page.Args) (*page.Connection[*db.Person], error) {
	if _, err := access.Team(ctx, o.store.Client(), "teamMembers", teamID); err != nil {
		return nil, err
	}
	all := o.store.Client().Person.Query().Where(person.HasTeamMembersWith(teammember.TeamID(teamID)))
	return byName(ctx, "members", all, args)
}

// byName pages through people whom the viewer has been allowed to read.
func byName(ctx context.Context, list string, all *db.PersonQuery, args page.Args) (*page.Connection[*db.Person], error) {
	var name, id string
	more, err := args.Keys(list, &name, &id)
	if err != nil {
		return nil, err
	}
	q := all.Clone().Order(person.ByName(), person.ByID()).Limit(args.First + 1)
	if more {
		q.Where(person.Or(person.NameGT(name), person.And(person.Name(name), person.IDGT(id))))
	}
	rows, err := q.All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	mark := func(p *db.Person) page.Cursor { return page.Mark(list, p.Name, p.ID) }
	return page.Make(args, rows, mark, func(ctx context.Context) (int, error) {
		return all.Clone().Count(viewer.Internal(ctx))
	}), nil
}
