package event

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/store"
	"linli/server/text"
)

func searchable(title, place string, team *db.Team) string {
	if team == nil {
		return text.Searchable(title, place)
	}
	return text.Searchable(title, place, team.Name)
}

// Rename lets the team's events be found by its name as it now is. It is a step of the verb that renames a team.
func Rename(ctx context.Context, tx *store.Tx, team *db.Team) error {
	rows, err := tx.Event.Query().Where(event.TeamID(team.ID)).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := tx.Event.UpdateOneID(row.ID).SetSearch(searchable(row.Title, row.Place, team)).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
