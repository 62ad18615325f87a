package door

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/store"
)

var retimed = []store.Column{{Name: "id", Type: "text"}, {Name: "minutes", Type: "bigint"}, {Name: "changed_revision", Type: "bigint"}}

// Retime counts the minutes of whoever came to shifts of an event anew, which have other times now; the event's lock is held.
func Retime(ctx context.Context, tx *store.Tx, e *db.Event, shiftIDs ...string) error {
	if len(shiftIDs) == 0 {
		return nil
	}
	came, err := tx.SignUp.Query().Where(signup.HasShiftWith(shift.IDIn(shiftIDs...)), signup.CheckedInAtNotNil()).WithShift().All(ctx)
	if err != nil {
		return err
	}
	of, err := logs(ctx, tx.Client, came...)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, s := range came {
		rows = append(rows, []any{s.ID, minutes(spans(of[s.ID]), s.Edges.Shift), e.RosterVersion})
	}
	return tx.Rewrite(ctx, "sign_ups", retimed, rows)
}
