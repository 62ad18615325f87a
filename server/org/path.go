package org

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/ent/db"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
)

// levels, top down.
var levels = []unit.Level{unit.LevelCOMMITTEE, unit.LevelBRANCH, unit.LevelGROUP, unit.LevelHOUSEHOLD}

// three are the levels of a community that uses three: buildings stand directly under the committee, and a family is a
// HOUSEHOLD everywhere, so that it is hidden from strangers everywhere.
var three = []unit.Level{unit.LevelCOMMITTEE, unit.LevelGROUP, unit.LevelHOUSEHOLD}

// below is the level under a unit's; BAD_USER_INPUT with reason LEVEL where the community has none.
func below(c *db.Community, parent *db.Unit) (unit.Level, error) {
	used := levels
	if len(c.LevelNames) == 3 {
		used = three
	}
	if i := slices.Index(used, parent.Level) + 1; i < len(used) {
		return used[i], nil
	}
	return "", fault.Field("parentId", "Nothing can be put under this.").Because("LEVEL")
}

// segment is the last part of the path for a new unit beside its siblings: one after the largest, so that children stand
// in the order in which they came. Segments are numbers in base 36.
func segment(siblings []string) (string, error) {
	var largest int64
	for _, path := range siblings {
		n, err := strconv.ParseInt(path[len(path)-access.Width:], 36, 64)
		if err != nil {
			return "", fmt.Errorf("a path in the tree: %w", err)
		}
		largest = max(largest, n)
	}
	s := strconv.FormatInt(largest+1, 36)
	if len(s) > access.Width {
		return "", fmt.Errorf("no segment is left under a unit")
	}
	return strings.Repeat("0", access.Width-len(s)) + s, nil
}

// parentPath is the path of the unit above.
func parentPath(path string) string { return path[:max(0, len(path)-access.Width)] }
