package org

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/partner"
	"linli/ent/db/person"
	"linli/ent/db/team"
	"linli/ent/db/teammember"
	"linli/server/page"
	"linli/server/viewer"
)

// Teams are the teams of a community by name.
func (o *Org) Teams(ctx context.Context, communityID string, args page.Args) (*page.Connection[*db.Team], error) {
	var name string // unique in the community
	more, err := args.Keys("teams", &name)
	if err != nil {
		return nil, err
	}
	all := o.store.Client().Team.Query().Where(team.CommunityID(communityID))
	q := all.Clone().Order(team.ByName()).Limit(args.First + 1)
	if more {
		q.Where(team.NameGT(name))
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	mark := func(t *db.Team) page.Cursor { return page.Mark("teams", t.Name) }
	return page.Make(args, rows, mark, func(ctx context.Context) (int, error) { return all.Clone().Count(ctx) }), nil
}

// Partners are the resident units of a community's alliance by name, at most 100.
func (o *Org) Partners(ctx context.Context, communityID string) ([]*db.Partner, error) {
	return o.store.Client().Partner.Query().Where(partner.CommunityID(communityID)).Order(partner.ByName()).Limit(100).All(ctx)
}

// LeadsOf returns the leads of these teams by name; an anonymous viewer gets nobody.
func (o *Org) LeadsOf(ctx context.Context, teamIDs []string) ([]*db.TeamMember, error) {
	return o.store.Client().TeamMember.Query().Where(teammember.TeamIDIn(teamIDs...), teammember.Lead(true)).
		WithPerson().Order(teammember.ByPersonField(person.FieldName), teammember.ByID()).All(ctx)
}

// TeamSize is how many people are in a team.
type TeamSize struct {
	TeamID string `json:"team_id"`
	People int    `json:"people"`
}

// SizesOf counts the people of these teams, for whoever sees the team; a team without people is left out.
func (o *Org) SizesOf(ctx context.Context, teamIDs []string) ([]*TeamSize, error) {
	var sizes []*TeamSize
	err := o.store.Client().TeamMember.Query().Where(teammember.TeamIDIn(teamIDs...)).
		GroupBy(teammember.FieldTeamID).
		Aggregate(func(s *sql.Selector) string { return sql.As(sql.Count("*"), "people") }).
		Scan(viewer.Internal(ctx), &sizes)
	return sizes, err
}
