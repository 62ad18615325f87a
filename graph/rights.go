package graph

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/roster"
	"linli/server/viewer"
)

// holds tells whether the viewer holds a right over the event.
func (r *Resolver) holds(ctx context.Context, right access.Right, e *db.Event) (bool, error) {
	home, err := must(ctx, r.load(ctx).eventUnit, e.UnitID)
	if err != nil {
		return false, err
	}
	whole := *e
	whole.Edges.Unit = home
	return access.Holds(viewer.From(ctx), right, access.OnEvent(&whole)), nil
}

// toCall tells whether a lead of the event is to call the person; nobody else learns of it.
func (r *Resolver) toCall(ctx context.Context, s *roster.SignUp) (bool, error) {
	if !s.ToCall {
		return false, nil
	}
	e, err := must(ctx, r.load(ctx).signedEvent, s.EventID)
	if err != nil {
		return false, err
	}
	return r.holds(ctx, access.Lead, e)
}
