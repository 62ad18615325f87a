package roster

import (
	"context"

	"linli/server/access"
	"linli/server/store"
)

// NoteExport puts into the audit log that the event's roster leaves the program as a file, for whoever runs its door; it
// comes before the file is written. It fails with NOT_FOUND, UNAUTHENTICATED or FORBIDDEN.
func (r *Rosters) NoteExport(ctx context.Context, eventID string) error {
	e, err := access.Event(ctx, r.store.Client(), "roster", eventID)
	if err != nil {
		return err
	}
	return r.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Audit(ctx, store.Deed{Community: e.CommunityID, Verb: "exportRoster", Subject: e.ID})
	})
}
