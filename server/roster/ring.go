package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/store"
)

// writeMessages puts the offers that only an SMS can tell of on their way.
func (b *board) writeMessages(ctx context.Context, tx *store.Tx) error {
	var offers []*db.SignUp
	for _, s := range b.ring {
		if s.Status == signup.StatusOFFERED {
			offers = append(offers, s)
		}
	}
	return message(ctx, tx, offers...)
}
