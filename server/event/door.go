package event

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/viewer"
)

// Door returns one page of the events whose door the viewer may run, by start, until 12 hours after their end.
// UNAUTHENTICATED for an anonymous viewer.
func (e *Events) Door(ctx context.Context, args page.Args) (*page.Connection[*db.Event], error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	since := e.store.Now().Add(-12 * time.Hour)
	where := event.And(access.Led(v), event.StatusEQ(event.StatusPUBLISHED), event.EndsAtGT(since), event.StartsAtGT(since.Add(-longest)))
	return e.page(ctx, "doorEvents", where, args)
}
