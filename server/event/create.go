package event

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
)

// Create makes a draft of the unit, perhaps of a team. The lead of a team makes her team's events at the team's unit; at
// another unit she needs a right there. A team is one that the viewer leads or that lies in her scope.
// UNAUTHENTICATED, FORBIDDEN, NOT_FOUND for a unit or team that the viewer may not know, BAD_USER_INPUT with the field.
func (e *Events) Create(ctx context.Context, in CreateInput) (*db.Event, error) {
	home, team, err := e.mayCreate(ctx, in)
	if err != nil {
		return nil, err
	}
	p, err := in.plan(e.store.Now())
	if err != nil {
		return nil, err
	}
	if err := e.checkUnits(ctx, home.CommunityID, each(in.Shifts, func(s *ShiftInput) *KeptInput { return s.Kept })); err != nil {
		return nil, err
	}
	p.home, p.team = home, team
	return e.add(ctx, func(ctx context.Context, tx *store.Tx) (*db.Event, error) {
		made, err := draft(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		return made, tx.Audit(ctx, store.Deed{Community: made.CommunityID, Verb: "createEvent", Subject: made.ID})
	})
}

func (e *Events) mayCreate(ctx context.Context, in CreateInput) (*db.Unit, *db.Team, error) {
	var team *db.Team
	if in.TeamID != nil {
		var err error
		if team, err = access.Team(ctx, e.store.Client(), "createEvent", *in.TeamID); err != nil {
			return nil, nil, fault.At(err, "input.teamId")
		}
		if team.UnitID == in.UnitID {
			return team.Edges.Unit, team, nil
		}
	}
	home, err := access.Unit(ctx, e.store.Client(), "createEvent", in.UnitID)
	return home, team, fault.At(err, "input.unitId")
}

// add runs a verb that makes an event, and answers with it as it was written.
func (e *Events) add(ctx context.Context, fn func(context.Context, *store.Tx) (*db.Event, error)) (*db.Event, error) {
	var row *db.Event
	err := e.store.Do(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if row, err = fn(ctx, tx); err != nil {
			return err
		}
		row, err = tx.Event.Get(ctx, row.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}

// inTurn runs a verb on an event in the event's turn, under its lock, and answers with the event as it then is.
func (e *Events) inTurn(ctx context.Context, id string, fn func(context.Context, *store.Tx, *db.Event) error) (*db.Event, error) {
	var row *db.Event
	err := e.rosters.Alone(ctx, id, func(ctx context.Context, tx *store.Tx, locked *db.Event) error {
		err := fn(ctx, tx, locked)
		if err == nil {
			row, err = tx.Event.Get(ctx, id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}
