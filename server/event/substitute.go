package event

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/person"
	"linli/ent/db/substitute"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	inbox "linli/server/notice"
	"linli/server/store"
	"linli/server/viewer"
)

// mostSubstitutes is how many may act as lead for one event.
const mostSubstitutes = 20

// NameSubstitute lets somebody whom the viewer could also sign up act as lead for this event only, and tells her; repeating it is
// safe. NOT_FOUND for a stranger, CONFLICT when there are too many, CLOSED when the event is over or cancelled.
func (e *Events) NameSubstitute(ctx context.Context, id, personID string) (*db.Event, error) {
	row, err := access.Event(ctx, e.store.Client(), "nameSubstitute", id)
	if err != nil {
		return nil, fault.At(err, "eventId")
	}
	known := e.store.Client().Person.Query().Where(person.ID(personID), access.Candidate(viewer.From(ctx), row))
	if _, err := known.OnlyID(viewer.Internal(ctx)); err != nil {
		return nil, fault.At(access.Hide(err), "personId")
	}
	return e.inTurn(ctx, id, func(ctx context.Context, tx *store.Tx, row *db.Event) error {
		if err := open(row, tx.Now()); err != nil {
			return err
		}
		named, err := tx.Substitute.Query().Where(substitute.EventID(id)).Select(substitute.FieldPersonID).Strings(ctx)
		if err != nil {
			return err
		}
		return name(ctx, tx, row, personID, named)
	})
}

// name makes the person a substitute unless she is one.
func name(ctx context.Context, tx *store.Tx, row *db.Event, personID string, named []string) error {
	if slices.Contains(named, personID) {
		return nil
	}
	if len(named) >= mostSubstitutes {
		return fault.New(fault.Conflict, "At most %d may stand in for the lead.", mostSubstitutes).Because("TOO_MANY")
	}
	err := tx.Substitute.Create().SetCreatedAt(tx.Now()).SetCommunityID(row.CommunityID).SetEventID(row.ID).SetPersonID(personID).Exec(ctx)
	if err != nil {
		return err
	}
	tx.Announce(live.Rights(personID))
	news := inbox.News{Kind: notice.KindSUBSTITUTE, Community: row.CommunityID, Event: row.ID}
	if err := inbox.Put(ctx, tx, news, personID); err != nil {
		return err
	}
	return tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "nameSubstitute", Subject: row.ID, About: personID})
}
