package roster

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/viewer"
)

// ByID returns one sign-up that the viewer may see, or NOT_FOUND.
func (r *Rosters) ByID(ctx context.Context, id string) (*SignUp, error) {
	s, err := r.store.Client().SignUp.Query().Where(signup.ID(id)).Only(ctx)
	if err != nil {
		return nil, access.Hide(err)
	}
	all, err := Read(ctx, r.store.Client(), s)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// ByIDs returns those of the sign-ups that the viewer may see.
func (r *Rosters) ByIDs(ctx context.Context, ids []string) (map[string]*SignUp, error) {
	rows, err := r.store.Client().SignUp.Query().Where(signup.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	all, err := Read(ctx, r.store.Client(), rows...)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*SignUp, len(all))
	for _, s := range all {
		byID[s.ID] = s
	}
	return byID, nil
}

// Read adds to rows what follows from them: one query for all that wait, none when nobody does. The client is the
// store's or a transaction's.
func Read(ctx context.Context, c *db.Client, rows ...*db.SignUp) ([]*SignUp, error) {
	all := make([]*SignUp, len(rows))
	for i, s := range rows {
		all[i] = &SignUp{SignUp: s}
	}
	return all, place(ctx, c, all)
}

// place fills in the positions in the queue that are missing. How many stand in front is no secret, so the count is not
// narrowed.
func place(ctx context.Context, c *db.Client, all []*SignUp) error {
	waiting := map[string][]*SignUp{} // one row may be the answer to several requests
	var ids []any
	for _, s := range all {
		if s.Status == signup.StatusWAITLISTED && s.QueuePosition == nil {
			waiting[s.ID] = append(waiting[s.ID], s)
			ids = append(ids, s.ID)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	var rows []struct {
		ID       string `sql:"id"`
		Position int    `sql:"position"`
	}
	err := c.SignUp.Query().Modify(func(s *sql.Selector) {
		q := stretch(s.Dialect(), ids)
		s.From(q).Select(q.C("id"), q.C("position")).Where(sql.In(q.C("id"), ids...))
	}).Scan(viewer.Internal(ctx), &rows)
	for _, row := range rows {
		for _, s := range waiting[row.ID] {
			s.QueuePosition = &row.Position
		}
	}
	return err
}

// stretch numbers the part of each queue from the first to the last of these sign-ups. Those in front of the part are only
// counted, once a queue (which DISTINCT sees to), and the index answers that: a queue may be long, and each who waits asks.
func stretch(dialect string, ids []any) *sql.Selector {
	d := sql.Dialect(dialect)
	ends := d.Select(signup.FieldShiftID).AppendSelectAs("MIN(place)", "first").AppendSelectAs("MAX(place)", "last").
		From(sql.Table(signup.Table)).
		Where(sql.And(sql.In(signup.FieldID, ids...), sql.EQ(signup.FieldStatus, signup.StatusWAITLISTED))).GroupBy(signup.FieldShiftID).As("ends")
	part := d.Select(ends.C(signup.FieldShiftID), ends.C("first"), ends.C("last")).Distinct().
		AppendSelectExprAs(sql.Expr("(SELECT COUNT(*) FROM sign_ups f WHERE f.shift_id = ends.shift_id AND f.status = 'WAITLISTED' AND f.place < ends.first)"), "ahead").
		From(ends).As("part")
	q := sql.Table(signup.Table).As("q")
	return d.Select(q.C(signup.FieldID)).
		AppendSelectExprAs(sql.Expr("part.ahead + ROW_NUMBER() OVER (PARTITION BY q.shift_id ORDER BY q.place, q.id)"), "position").
		From(part).Join(q).OnP(sql.And(sql.ColumnsEQ(part.C(signup.FieldShiftID), q.C(signup.FieldShiftID)), sql.EQ(q.C(signup.FieldStatus), signup.StatusWAITLISTED),
		sql.ExprP("q.place BETWEEN part.first AND part.last"))).As("queue")
}
