package event

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/notice"
	"linli/ent/db/shift"
	"linli/server/access"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/viewer"
)

// Change changes what is given and tells everybody signed up of another time or place, and those whom it makes clash with
// another sign-up. More places are offered to the queue at once; fewer than are taken is CONFLICT with the reason
// BELOW_CONFIRMED and how many are over, unless a reason is given: then the last in go to the front of the queue and are
// told it. New rules of joining concern only who comes after them. CLOSED when the event is over or cancelled,
// NOT_FOUND for a shift or team that is not there, FORBIDDEN for a team that would take the event out of the viewer's
// rights or is not hers, BAD_USER_INPUT with the field.
func (e *Events) Change(ctx context.Context, id string, in ChangeInput) (*db.Event, error) {
	row, err := access.Event(ctx, e.store.Client(), "changeEvent", id)
	if err != nil {
		return nil, err
	}
	team, err := e.newTeam(ctx, row, in)
	if err != nil {
		return nil, err
	}
	if in, err = in.tidy(); err != nil {
		return nil, err
	}
	if err := e.checkUnits(ctx, row.CommunityID, each(in.Shifts, func(s *ShiftChange) *KeptInput { return s.Kept })); err != nil {
		return nil, err
	}
	return e.inTurn(ctx, id, func(ctx context.Context, tx *store.Tx, old *db.Event) error {
		if err := open(old, tx.Now()); err != nil {
			return err
		}
		shifts, err := tx.Shift.Query().Where(shift.EventID(id)).Order(shift.ByStartsAt(), shift.ByID()).All(ctx)
		if err != nil {
			return err
		}
		next, err := in.decide(old, shifts, tx.Now())
		if err != nil {
			return err
		}
		next.team = team
		return apply(ctx, tx, old, next)
	})
}

// newTeam is the team that the input names, once the viewer may give the event to it.
func (e *Events) newTeam(ctx context.Context, row *db.Event, in ChangeInput) (*db.Team, error) {
	id, given := in.TeamID.ValueOK()
	if !given {
		return nil, nil
	}
	on := access.OnEvent(row)
	on.Team = ""
	var team *db.Team
	if id != nil {
		var err error
		if team, err = access.Team(ctx, e.store.Client(), "changeEvent", *id); err != nil {
			return nil, fault.At(err, "input.teamId")
		}
		on.Team = team.ID
	}
	if !access.Holds(viewer.From(ctx), access.Edit, on) {
		return nil, fault.New(fault.Forbidden, "The event would no longer be yours to change.").At("input.teamId")
	}
	return team, nil
}

// apply writes what was decided, admits from the queues, and tells who is signed up.
func apply(ctx context.Context, tx *store.Tx, old *db.Event, next outcome) error {
	reason := or(next.in.Reason, "")
	if len(next.fewer) > 0 { // first: a shift never has more people than places
		if err := roster.MoveBack(ctx, tx, old, reason, next.fewer); err != nil {
			return err
		}
	}
	row, err := rewrite(ctx, tx, old, next)
	if err != nil {
		return err
	}
	if !row.EndsAt.Equal(old.EndsAt) {
		if err := endDevices(ctx, tx, row.ID, row.EndsAt.Add(DevicesLast)); err != nil {
			return err
		}
	}
	if err := reshape(ctx, tx, row, next); err != nil {
		return err
	}
	if next.moved && row.Status == event.StatusPUBLISHED {
		if err := tell(ctx, tx, row, notice.KindCHANGED, ""); err != nil {
			return err
		}
		if err := warn(ctx, tx, row, next.shifted); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, store.Deed{Community: row.CommunityID, Verb: "changeEvent", Subject: row.ID, Reason: reason})
}

// reshape writes the shifts, says anew for whom they keep places and what their times make of hours, ends offers in time, and
// gives what is free to whoever is next.
func reshape(ctx context.Context, tx *store.Tx, row *db.Event, next outcome) error {
	var touched []string
	for _, s := range next.shifts {
		if s.id == "" {
			if err := newShift(tx, row, s).Exec(ctx); err != nil {
				return err
			}
			continue
		}
		touched = append(touched, s.id)
		u := tx.Shift.UpdateOneID(s.id)
		s.write(u.Mutation())
		if err := u.Exec(ctx); err != nil {
			return err
		}
	}
	for _, s := range next.rekept {
		if err := mark(ctx, tx, s); err != nil {
			return err
		}
	}
	if err := door.Retime(ctx, tx, row, next.shifted...); err != nil {
		return err
	}
	if err := roster.Hasten(ctx, tx, row, next.shifted...); err != nil {
		return err
	}
	return roster.Promote(ctx, tx, row, touched...)
}

// rewrite writes the event's own row.
func rewrite(ctx context.Context, tx *store.Tx, old *db.Event, next outcome) (*db.Event, error) {
	in, team := next.in, next.team
	u := tx.Event.UpdateOneID(old.ID).SetNillableTitle(in.Title).SetNillableKind(in.Kind).
		SetNillableDescription(in.Description).SetNillablePlace(in.Place).SetStartsAt(next.starts).SetEndsAt(next.ends)
	if name, given := in.ContactName.ValueOK(); given {
		put(name, u.Mutation().SetContactName, u.Mutation().ClearContactName)
	}
	if number, given := in.ContactPhone.ValueOK(); given {
		put(number, u.Mutation().SetContactPhone, u.Mutation().ClearContactPhone)
	}
	if !in.TeamID.IsSet() && old.TeamID != nil {
		var err error
		if team, err = tx.Team.Get(ctx, *old.TeamID); err != nil {
			return nil, err
		}
	}
	if team != nil {
		u.SetTeamID(team.ID)
	} else {
		u.ClearTeamID()
	}
	if !RulesOf(old).sameMinimum(next.rules) || !next.starts.Equal(old.StartsAt) {
		u.ClearTooFewToldAt() // it is asked again at its time
	}
	next.rules.write(u.Mutation())
	title, place := or(in.Title, old.Title), or(in.Place, old.Place)
	row, err := u.SetSearch(searchable(title, place, team)).Save(ctx)
	if err == nil {
		row.Edges = old.Edges
	}
	return row, err
}

func or[T any](given *T, old T) T {
	if given == nil {
		return old
	}
	return *given
}
