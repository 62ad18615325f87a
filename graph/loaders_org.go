package graph

import (
	"context"

	"github.com/vikstrous/dataloadgen"

	"linli/ent/db"
	"linli/server/org"
)

// orgLoaders are the loaders of the tree and its people.
type orgLoaders struct {
	named, at   *dataloadgen.Loader[string, *db.Unit]
	children    *dataloadgen.Loader[string, []*db.Unit]
	counts      *dataloadgen.Loader[string, *org.Counts]
	dwelling    *dataloadgen.Loader[string, *org.Dwelling]
	memberships *dataloadgen.Loader[string, []*db.Membership]
	teams       *dataloadgen.Loader[string, []*db.Team]
	leads       *dataloadgen.Loader[string, []*db.Person]
	size        *dataloadgen.Loader[string, *org.TeamSize]
}

func newOrgLoaders(o *org.Org) orgLoaders {
	return orgLoaders{
		named:       one(o.NamedUnits, func(u *db.Unit) string { return u.ID }),
		at:          one(o.UnitsAt, org.PlaceOf),
		children:    many(o.ChildrenOf, func(u *db.Unit) (string, *db.Unit) { return *u.ParentID, u }),
		counts:      one(o.CountsOf, func(c *org.Counts) string { return c.UnitID }),
		dwelling:    one(o.DwellingsOf, func(d *org.Dwelling) string { return d.PersonID }),
		memberships: many(o.MembershipsOf, func(m *db.Membership) (string, *db.Membership) { return m.PersonID, m }),
		teams:       many(o.TeamsOf, func(m *db.TeamMember) (string, *db.Team) { return m.PersonID, m.Edges.Team }),
		leads:       many(o.LeadsOf, func(m *db.TeamMember) (string, *db.Person) { return m.TeamID, m.Edges.Person }),
		size:        one(o.SizesOf, func(s *org.TeamSize) string { return s.TeamID }),
	}
}

// home is where a person lives, nil where the viewer may not know it.
func (l *loaders) home(ctx context.Context, p *db.Person) (*db.Unit, error) {
	d, err := l.dwelling.Load(ctx, p.ID)
	if d == nil || err != nil {
		return nil, err
	}
	return d.Home, nil
}

// birthYear is when a person was born, nil where the viewer may not know it or nobody does.
func (l *loaders) birthYear(ctx context.Context, p *db.Person) (*int, error) {
	d, err := l.dwelling.Load(ctx, p.ID)
	if d == nil || err != nil || !d.Known {
		return nil, err
	}
	return p.BirthYear, nil
}

// skills are a person's tags, none where the viewer may not know them.
func (l *loaders) skills(ctx context.Context, p *db.Person) ([]string, error) {
	d, err := l.dwelling.Load(ctx, p.ID)
	if d == nil || err != nil || !d.Known {
		return nil, err
	}
	return p.Skills, nil
}

// building is the building where a person lives, nil where the viewer may not know it or none is known.
func (l *loaders) building(ctx context.Context, p *db.Person) (*db.Unit, error) {
	d, err := l.dwelling.Load(ctx, p.ID)
	if d == nil || err != nil || d.Building == "" {
		return nil, err
	}
	return l.at.Load(ctx, d.Building)
}
