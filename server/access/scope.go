package access

import (
	"slices"
	"strings"

	"linli/ent/db/predicate"
	"linli/ent/db/unit"
	"linli/server/viewer"
)

// Width is the length of one level in a unit's path, and of the root's whole path.
const Width = 4

// Subtree holds for the unit at this path and everything below it: the paths in [path, path~).
func Subtree(community, path string) predicate.Unit {
	return unit.And(unit.CommunityID(community), unit.PathGTE(path), unit.PathLT(path+"~"))
}

// within tells whether a path lies in the subtree of one of the roots.
func within(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return strings.HasPrefix(path, root) })
}

// scopes are the subtrees where the viewer is lead or secretary.
func scopes(v *viewer.Viewer) []string { return append(slices.Clone(v.Secretary), v.Leads...) }
