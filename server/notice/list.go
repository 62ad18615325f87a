package notice

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/viewer"
)

// List is the viewer's inbox, newest first; UNAUTHENTICATED when nobody is signed in.
func (i *Inbox) List(ctx context.Context, args page.Args) (*page.Connection[*db.Notice], error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	var after string
	more, err := args.Keys("inbox", &after)
	if err != nil {
		return nil, err
	}
	all := i.store.Client().Notice.Query().Where(notice.RecipientID(v.PersonID))
	q := all.Clone().Order(notice.ByID(sql.OrderDesc())).Limit(args.First + 1)
	if more {
		q.Where(notice.IDLT(after))
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	mark := func(n *db.Notice) page.Cursor { return page.Mark("inbox", n.ID) }
	return page.Make(args, rows, mark, func(ctx context.Context) (int, error) { return all.Clone().Count(ctx) }), nil
}
