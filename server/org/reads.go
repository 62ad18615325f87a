package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/person"
	"linli/ent/db/unit"
	"linli/server/viewer"
)

// Viewer is the signed-in person; nil for an anonymous viewer.
func (o *Org) Viewer(ctx context.Context) (*db.Person, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	return orNil(o.store.Client().Person.Query().Where(person.ID(v.PersonID)).Only(ctx))
}

// Community finds a community by its slug; nil where the viewer may not know it.
func (o *Org) Community(ctx context.Context, slug string) (*db.Community, error) {
	return orNil(o.store.Client().Community.Query().Where(community.Slug(slug)).Only(ctx))
}

// Communities are those that the viewer belongs to, for an anonymous one the open ones, the oldest first, at most 20.
func (o *Org) Communities(ctx context.Context) ([]*db.Community, error) {
	return o.store.Client().Community.Query().Order(community.ByID()).Limit(20).All(ctx)
}

// Unit finds a unit; nil where the viewer may not know it.
func (o *Org) Unit(ctx context.Context, id string) (*db.Unit, error) {
	return orNil(o.store.Client().Unit.Query().Where(unit.ID(id)).Only(ctx))
}

// orNil turns ent's "not found" into nil.
func orNil[T any](row *T, err error) (*T, error) {
	if db.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}
