package notice

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/server/viewer"
)

// People are these people, whole: their ids come from a line of the viewer's inbox, and whoever is told of a deed may know
// who did it, even where she would not see that person otherwise.
func (i *Inbox) People(ctx context.Context, ids []string) ([]*db.Person, error) {
	return i.store.Client().Person.Query().Where(person.IDIn(ids...)).All(viewer.Internal(ctx))
}
