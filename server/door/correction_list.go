package door

import (
	"context"
	"time"

	"linli/ent/db/correction"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/viewer"
)

// Corrections lists those of the events that the viewer leads, oldest first; nil: of every status. UNAUTHENTICATED when nobody
// is signed in.
func (d *Door) Corrections(ctx context.Context, status *correction.Status, args page.Args) (*page.Connection[*Correction], error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	var at time.Time
	var id string
	more, err := args.Keys("corrections", &at, &id)
	if err != nil {
		return nil, err
	}
	all := d.store.Client().Correction.Query().Where(correction.CommunityID(v.CommunityID), correction.HasEventWith(access.Led(v)))
	if status != nil {
		all.Where(correction.StatusEQ(*status))
	}
	q := all.Clone().Order(correction.ByCreatedAt(), correction.ByID()).Limit(args.First + 1)
	if more {
		q.Where(correction.Or(correction.CreatedAtGT(at), correction.And(correction.CreatedAt(at), correction.IDGT(id))))
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := d.corrections(ctx, rows...)
	if err != nil {
		return nil, err
	}
	mark := func(c *Correction) page.Cursor { return page.Mark("corrections", c.CreatedAt, c.ID) }
	return page.Make(args, shown, mark, func(ctx context.Context) (int, error) { return all.Clone().Count(ctx) }), nil
}
