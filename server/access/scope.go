package access

import (
	"slices"
	"strings"

	"linli/server/viewer"
)

// Past is the first path after the subtree of path, so that a subtree is the range [path, Past(path)).
func Past(path string) string { return path + "~" }

// within tells whether a path lies in the subtree of one of the roots.
func within(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return strings.HasPrefix(path, root) })
}

// scopes are the subtrees where the viewer is lead or secretary.
func scopes(v *viewer.Viewer) []string { return append(slices.Clone(v.Secretary), v.Leads...) }
