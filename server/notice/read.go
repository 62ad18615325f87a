package notice

import (
	"context"

	"linli/ent/db/notice"
	"linli/server/access"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// Read marks the viewer's lines up to and including this one as read and answers how many are left unread; NOT_FOUND for
// a line that is not hers.
func (i *Inbox) Read(ctx context.Context, upTo string) (left int, err error) {
	if err := access.Ask(ctx, "readNotices", access.On{}); err != nil {
		return 0, err
	}
	if _, err := i.store.Client().Notice.Query().Where(notice.ID(upTo)).OnlyID(ctx); err != nil {
		return 0, access.Hide(err)
	}
	me := viewer.From(ctx).PersonID
	err = i.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		unread := notice.And(notice.RecipientID(me), notice.ReadAtIsNil())
		n, err := tx.Notice.Update().Where(unread, notice.IDLTE(upTo)).SetReadAt(tx.Now()).Save(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			tx.Announce(live.Inbox(me)) // her other phones
		}
		left, err = tx.Notice.Query().Where(unread).Count(ctx)
		return err
	})
	return left, err
}
