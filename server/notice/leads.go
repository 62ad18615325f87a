package notice

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/substitute"
	"linli/ent/db/teammember"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/store"
)

// mostLeads is how many hear of one event.
const mostLeads = 50

// Leads are those who run an event, which comes with its unit: whoever leads its team, else those who run its unit or the
// nearest above that somebody runs; and who stands in for them this time.
func Leads(ctx context.Context, tx *store.Tx, e *db.Event) ([]string, error) {
	var all []string
	err := tx.Substitute.Query().Where(substitute.EventID(e.ID)).Order(substitute.ByPersonID()).Limit(mostLeads).
		Select(substitute.FieldPersonID).Scan(ctx, &all)
	if err != nil {
		return nil, err
	}
	var usual []string
	if e.TeamID != nil {
		err = tx.TeamMember.Query().Where(teammember.TeamID(*e.TeamID), teammember.Lead(true)).Order(teammember.ByPersonID()).Limit(mostLeads).
			Select(teammember.FieldPersonID).Scan(ctx, &usual)
	}
	for path := e.Edges.Unit.Path; err == nil && len(usual) == 0 && path != ""; path = path[:len(path)-access.Width] {
		err = tx.Membership.Query().Where(
			membership.HasUnitWith(unit.CommunityID(e.CommunityID), unit.Path(path)),
			membership.RoleIn(membership.RoleLEAD, membership.RoleSECRETARY),
		).Order(membership.ByPersonID()).Limit(mostLeads).Select(membership.FieldPersonID).Scan(ctx, &usual)
	}
	for _, id := range usual {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all[:min(len(all), mostLeads)], err
}
