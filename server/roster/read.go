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
	shifts := map[string]bool{}
	var ids, inShifts []any
	for _, s := range all {
		if s.Status != signup.StatusWAITLISTED || s.QueuePosition != nil {
			continue
		}
		waiting[s.ID] = append(waiting[s.ID], s)
		ids = append(ids, s.ID)
		if !shifts[s.ShiftID] {
			shifts[s.ShiftID] = true
			inShifts = append(inShifts, s.ShiftID)
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
		queue := sql.Dialect(s.Dialect()).Select(signup.FieldID).
			AppendSelectExprAs(sql.RowNumber().PartitionBy(signup.FieldShiftID).OrderBy(signup.FieldPlace, signup.FieldID), "position").
			From(sql.Table(signup.Table)).
			Where(sql.And(sql.In(signup.FieldShiftID, inShifts...), sql.EQ(signup.FieldStatus, signup.StatusWAITLISTED))).As("queue")
		s.From(queue).Select(queue.C("id"), queue.C("position")).Where(sql.In(queue.C("id"), ids...))
	}).Scan(viewer.Internal(ctx), &rows)
	for _, row := range rows {
		for _, s := range waiting[row.ID] {
			s.QueuePosition = &row.Position
		}
	}
	return err
}
