package event

import (
	"context"

	"linli/ent/db"
	kind "linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/server/notice"
	"linli/server/roster"
	"linli/server/store"
)

// tell puts news of the event into the inbox of everybody who is signed up, and of whoever acts for them: once each, for it
// is the same news.
func tell(ctx context.Context, tx *store.Tx, row *db.Event, what kind.Kind, reason string) error {
	people, err := tx.SignUp.Query().Where(signup.EventID(row.ID), signup.StatusIn(roster.Active...)).
		Unique(true).Select(signup.FieldPersonID).Strings(ctx)
	if err != nil {
		return err
	}
	news := notice.News{Kind: what, Community: row.CommunityID, Event: row.ID, Reason: reason, Party: row.ID}
	return notice.Put(ctx, tx, news, people...)
}
