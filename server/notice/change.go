package notice

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/server/access"
	"linli/server/viewer"
)

// Change is the present state of the viewer's inbox and its revision: how many lines there are and how many of them are
// read. Lines stay and a read one stays read, so it grows with every change. UNAUTHENTICATED when nobody is signed in.
func (i *Inbox) Change(ctx context.Context) (*Change, int64, error) {
	if err := access.Ask(ctx, "inboxChanged", access.On{}); err != nil {
		return nil, 0, err
	}
	mine := i.store.Client().Notice.Query().Where(notice.RecipientID(viewer.From(ctx).PersonID))
	var counts []struct{ Lines, Read int64 }
	err := mine.Clone().Aggregate(
		db.As(db.Count(), "lines"),
		func(s *sql.Selector) string { return sql.As(sql.Count(s.C(notice.FieldReadAt)), "read") },
	).Scan(ctx, &counts)
	if err != nil {
		return nil, 0, err
	}
	latest, err := mine.Order(notice.ByID(sql.OrderDesc())).Limit(1).All(ctx)
	if err != nil {
		return nil, 0, err
	}
	change := &Change{Unread: int(counts[0].Lines - counts[0].Read)}
	if len(latest) > 0 {
		change.Latest = latest[0]
	}
	return change, counts[0].Lines + counts[0].Read, nil
}
