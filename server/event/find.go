package event

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/ent/db/substitute"
	"linli/ent/db/unit"
	"linli/server/viewer"
)

// ByID returns those of the events that the viewer may see, in no order.
func (e *Events) ByID(ctx context.Context, ids []string) ([]*db.Event, error) {
	return e.store.Client().Event.Query().Where(event.IDIn(ids...)).All(ctx)
}

// ShiftsByID returns those of the shifts that the viewer may see, in no order.
func (e *Events) ShiftsByID(ctx context.Context, ids []string) ([]*db.Shift, error) {
	return e.store.Client().Shift.Query().Where(shift.IDIn(ids...)).All(ctx)
}

// ShiftsOf returns the shifts of the events that the viewer may see, by start.
func (e *Events) ShiftsOf(ctx context.Context, eventIDs []string) ([]*db.Shift, error) {
	return e.store.Client().Shift.Query().Where(shift.EventIDIn(eventIDs...)).
		Order(shift.ByStartsAt(), shift.ByID()).All(ctx)
}

// SubstitutesOf returns who may act as lead for the events, with the person, oldest first. They are shown to whoever may
// lead the event, whom a substitute is no stranger to: the people are read whole.
func (e *Events) SubstitutesOf(ctx context.Context, eventIDs []string) ([]*db.Substitute, error) {
	return e.store.Client().Substitute.Query().Where(substitute.EventIDIn(eventIDs...)).
		Order(substitute.ByID()).WithPerson().All(viewer.Internal(ctx))
}

// Homes returns the units that events belong to, whole: the rights over an event follow from its unit, and who may see an
// event may know whose it is.
func (e *Events) Homes(ctx context.Context, ids []string) ([]*db.Unit, error) {
	return e.store.Client().Unit.Query().Where(unit.IDIn(ids...)).All(viewer.Internal(ctx))
}
