// Package access says who may do what: one table for writes, one interceptor for reads, the subtree rule for both.
package access

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/proxy"
	"linli/ent/db/substitute"
	"linli/ent/db/teammember"
	"linli/server/viewer"
)

// Load reads a person's rights; NOT_FOUND shows as ent's own error, for it means that the session points at nobody.
func Load(ctx context.Context, c *db.Client, personID string) (*viewer.Viewer, error) {
	ctx = viewer.Internal(ctx)
	p, err := c.Person.Query().Where(person.ID(personID)).Only(ctx)
	if err != nil {
		return nil, err
	}
	v := &viewer.Viewer{PersonID: p.ID, CommunityID: p.CommunityID}
	roles, err := c.Membership.Query().
		Where(membership.PersonID(p.ID), membership.RoleIn(membership.RoleLEAD, membership.RoleSECRETARY)).
		WithUnit().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range roles {
		if m.Role == membership.RoleSECRETARY {
			v.Secretary = append(v.Secretary, m.Edges.Unit.Path)
		} else {
			v.Leads = append(v.Leads, m.Edges.Unit.Path)
		}
	}
	err = c.TeamMember.Query().Where(teammember.PersonID(p.ID), teammember.Lead(true)).
		Select(teammember.FieldTeamID).Scan(ctx, &v.Teams)
	if err != nil {
		return nil, err
	}
	err = c.Substitute.Query().Where(substitute.PersonID(p.ID), substitute.HasEventWith(event.StatusNEQ(event.StatusCANCELLED))).
		Select(substitute.FieldEventID).Scan(ctx, &v.Substitute)
	if err != nil {
		return nil, err
	}
	err = c.Proxy.Query().Where(proxy.HolderID(p.ID)).Select(proxy.FieldPersonID).Scan(ctx, &v.ActsFor)
	return v, err
}
