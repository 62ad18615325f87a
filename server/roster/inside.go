package roster

import (
	"context"

	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/store"
)

// findInside reads, for each shift that keeps places, who of the people lives or has a role in the unit they are kept for.
func (b *board) findInside(ctx context.Context, tx *store.Tx, n *needs) error {
	if len(n.people) == 0 {
		return nil
	}
	byUnit := map[string]map[string]bool{}
	for id, l := range b.lines {
		if l.shift.Kept == 0 || l.shift.KeptUnitID == nil {
			continue
		}
		unitID := *l.shift.KeptUnitID
		if byUnit[unitID] == nil {
			of, err := peopleOf(ctx, tx, unitID, n.people)
			if err != nil {
				return err
			}
			byUnit[unitID] = of
		}
		b.inside[id] = byUnit[unitID]
	}
	return nil
}

// peopleOf are those of the people who live in the unit's subtree or have a role in it.
func peopleOf(ctx context.Context, tx *store.Tx, unitID string, people []string) (map[string]bool, error) {
	u, err := tx.Unit.Query().Where(unit.ID(unitID)).Only(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := tx.Person.Query().Where(store.Among(person.FieldID, people), person.Or(
		person.HasUnitWith(access.Subtree(u.CommunityID, u.Path)),
		person.HasMembershipsWith(membership.HasUnitWith(access.Subtree(u.CommunityID, u.Path))))).IDs(ctx)
	return set(ids), err
}
