package notice

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/notice"
)

// ByID returns those of the lines that lie in the viewer's inbox, in no order.
func (i *Inbox) ByID(ctx context.Context, ids []string) ([]*db.Notice, error) {
	return i.store.Client().Notice.Query().Where(notice.IDIn(ids...)).All(ctx)
}
