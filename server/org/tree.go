package org

import (
	"context"
	"strings"

	"linli/ent/db"
	"linli/ent/db/predicate"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/page"
	"linli/server/viewer"
)

const (
	// rootPath is the path of every community's root.
	rootPath = "0001"
	// mostChildren is how many units one unit may have directly under it.
	mostChildren = 500
)

// Units are all units of a community in the order of the tree.
func (o *Org) Units(ctx context.Context, communityID string, args page.Args) (*page.Connection[*db.Unit], error) {
	var path string
	more, err := args.Keys("units", &path)
	if err != nil {
		return nil, err
	}
	all := o.store.Client().Unit.Query().Where(unit.CommunityID(communityID))
	q := all.Clone().Order(unit.ByPath()).Limit(args.First + 1)
	if more {
		q.Where(unit.PathGT(path))
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	mark := func(u *db.Unit) page.Cursor { return page.Mark("units", u.Path) }
	return page.Make(args, rows, mark, func(ctx context.Context) (int, error) { return all.Clone().Count(ctx) }), nil
}

// ChildrenOf returns the units directly under these, in the order in which they were added, as far as the viewer may
// see them.
func (o *Org) ChildrenOf(ctx context.Context, ids []string) ([]*db.Unit, error) {
	return o.store.Client().Unit.Query().Where(unit.ParentIDIn(ids...)).Order(unit.ByPath()).All(ctx)
}

// NamedUnits returns units that a row names which the viewer has been shown: whoever sees a role sees where it holds.
func (o *Org) NamedUnits(ctx context.Context, ids []string) ([]*db.Unit, error) {
	return o.store.Client().Unit.Query().Where(unit.IDIn(ids...)).All(viewer.Internal(ctx))
}

// RootKey is the place of a community's root, for UnitsAt.
func RootKey(communityID string) string { return place(communityID, rootPath) }

// AncestorKeys are the places of the units above one, from the root down, for UnitsAt.
func AncestorKeys(u *db.Unit) []string {
	var keys []string
	for n := access.Width; n < len(u.Path); n += access.Width {
		keys = append(keys, place(u.CommunityID, u.Path[:n]))
	}
	return keys
}

// PlaceOf is where a unit is, as UnitsAt asks for it.
func PlaceOf(u *db.Unit) string { return place(u.CommunityID, u.Path) }

func place(communityID, path string) string { return communityID + "/" + path }

// UnitsAt returns the units at these places, as far as the viewer may see them, in no order.
func (o *Org) UnitsAt(ctx context.Context, places []string) ([]*db.Unit, error) {
	paths := map[string][]string{}
	for _, p := range places {
		communityID, path, _ := strings.Cut(p, "/")
		paths[communityID] = append(paths[communityID], path)
	}
	var any []predicate.Unit
	for communityID, list := range paths {
		any = append(any, unit.And(unit.CommunityID(communityID), unit.PathIn(list...)))
	}
	return o.store.Client().Unit.Query().Where(unit.Or(any...)).All(ctx)
}
