package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/server/viewer"
)

// People returns the people of sign-ups, whole: who may see a sign-up may know whose it is and who did it.
func (r *Rosters) People(ctx context.Context, ids []string) ([]*db.Person, error) {
	return r.store.Client().Person.Query().Where(person.IDIn(ids...)).All(viewer.Internal(ctx))
}

// Shifts returns the shifts of sign-ups, likewise.
func (r *Rosters) Shifts(ctx context.Context, ids []string) ([]*db.Shift, error) {
	return r.store.Client().Shift.Query().Where(shift.IDIn(ids...)).All(viewer.Internal(ctx))
}

// Events returns the events of sign-ups, likewise.
func (r *Rosters) Events(ctx context.Context, ids []string) ([]*db.Event, error) {
	return r.store.Client().Event.Query().Where(event.IDIn(ids...)).All(viewer.Internal(ctx))
}
