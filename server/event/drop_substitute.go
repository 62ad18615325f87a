package event

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/substitute"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

// DropSubstitute takes back what NameSubstitute gave; repeating it is safe.
func (e *Events) DropSubstitute(ctx context.Context, id, personID string) (*db.Event, error) {
	if _, err := access.Event(ctx, e.store.Client(), "dropSubstitute", id); err != nil {
		return nil, fault.At(err, "eventId")
	}
	return e.inTurn(ctx, id, func(ctx context.Context, tx *store.Tx, row *db.Event) error {
		n, err := tx.Substitute.Delete().Where(substitute.EventID(id), substitute.PersonID(personID)).Exec(ctx)
		if err != nil || n == 0 {
			return err
		}
		tx.Announce(live.Rights(personID))
		return tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "dropSubstitute", Subject: id, About: personID})
	})
}
