package event

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/access"
	"linli/server/store"
)

// Copy makes a draft like the event, all its times, those of its rules too, moved so that it starts at the given one. Sign-ups and substitutes are
// not copied. BAD_USER_INPUT when that start is too far away.
func (e *Events) Copy(ctx context.Context, id string, starts time.Time) (*db.Event, error) {
	if _, err := access.Event(ctx, e.store.Client(), "copyEvent", id); err != nil {
		return nil, err
	}
	return e.add(ctx, func(ctx context.Context, tx *store.Tx) (*db.Event, error) {
		from, err := tx.Event.Query().Where(event.ID(id)).WithUnit().WithTeam().WithShifts().Only(ctx)
		if err != nil {
			return nil, access.Hide(err)
		}
		p := moved(from, starts)
		if err := checkSpan("", p.starts, p.ends, tx.Now()); err != nil {
			return nil, err
		}
		made, err := draft(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		return made, tx.Audit(ctx, store.Deed{Community: made.CommunityID, Verb: "copyEvent", Subject: made.ID, Reason: from.ID})
	})
}

// moved plans the same event at another time.
func moved(from *db.Event, starts time.Time) plan {
	by := starts.Sub(from.StartsAt)
	p := plan{
		home: from.Edges.Unit, team: from.Edges.Team, title: from.Title, description: from.Description, place: from.Place,
		kind: from.Kind, contactName: from.ContactName, contactPhone: from.ContactPhone, starts: starts, ends: from.EndsAt.Add(by),
		rules: RulesOf(from).moved(by),
	}
	for _, s := range from.Edges.Shifts {
		kept := keptAs(s)
		if kept != nil {
			kept.Until = kept.Until.Add(by)
		}
		p.shifts = append(p.shifts, slot{name: s.Name, starts: s.StartsAt.Add(by), ends: s.EndsAt.Add(by), capacity: s.Capacity, kept: kept})
	}
	return p
}
