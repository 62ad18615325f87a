package graph

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/viewer"
)

// holds tells whether the viewer holds a right over the event.
func (r *eventResolver) holds(ctx context.Context, right access.Right, e *db.Event) (bool, error) {
	home, err := must(ctx, r.load(ctx).eventUnit, e.UnitID)
	if err != nil {
		return false, err
	}
	whole := *e
	whole.Edges.Unit = home
	return access.Holds(viewer.From(ctx), right, access.OnEvent(&whole)), nil
}
