package rollup

import (
	"context"

	"linli/ent/db"
	"linli/server/store"
)

// Settle counts somebody who came to live in a unit.
func Settle(ctx context.Context, tx *store.Tx, home *db.Unit) error {
	return change(ctx, tx, home.CommunityID, func(s sums) {
		s.along(place{home.CommunityID, home.Path}, Figures{People: 1})
	})
}

// Rehouse counts somebody who moved from one unit to another of the community.
func Rehouse(ctx context.Context, tx *store.Tx, from, to *db.Unit) error {
	return change(ctx, tx, to.CommunityID, func(s sums) {
		s.along(place{from.CommunityID, from.Path}, Figures{People: -1})
		s.along(place{to.CommunityID, to.Path}, Figures{People: 1})
		s.spare()
	})
}

// Move takes all that a unit counts from those above it and gives it to those above its new place. The unit is as it was
// read under the community's lock; the paths are those of its old and of its new parent. What its events count goes with it:
// their shares name their unit, not its path.
func Move(ctx context.Context, tx *store.Tx, u *db.Unit, from, to string) error {
	return change(ctx, tx, u.CommunityID, func(s sums) {
		s.along(place{u.CommunityID, from}, Figures{}.minus(Of(u)))
		s.along(place{u.CommunityID, to}, Of(u))
	})
}

// Raise tells the watchers of the unit at this path, and of all above it, that the tree changed there.
func Raise(ctx context.Context, tx *store.Tx, communityID, path string) error {
	return change(ctx, tx, communityID, func(s sums) { s.along(place{communityID, path}, Figures{}) })
}

func change(ctx context.Context, tx *store.Tx, communityID string, sum func(sums)) error {
	if _, err := lock(ctx, tx, communityID); err != nil {
		return err
	}
	s := sums{}
	sum(s)
	return s.write(ctx, tx)
}
