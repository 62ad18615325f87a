package event

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/store"
	"linli/server/text"
)

// plan is a new event, checked.
type plan struct {
	home                      *db.Unit
	team                      *db.Team // nil: none
	title, description, place string
	kind                      event.Kind
	contactName, contactPhone *string
	starts, ends              time.Time
	shifts                    []slot
	rules                     JoinRules
}

// plan checks what was typed; BAD_USER_INPUT names the field.
func (in CreateInput) plan(now time.Time) (p plan, err error) {
	p = plan{kind: in.Kind, starts: in.StartsAt, ends: in.EndsAt}
	if p.title, err = text.Line("input.title", in.Title, text.Title); err != nil {
		return p, err
	}
	if p.place, err = text.Line("input.place", in.Place, text.Place); err != nil {
		return p, err
	}
	if in.Description != nil {
		if p.description, err = text.Lines("input.description", *in.Description, text.Description); err != nil {
			return p, err
		}
	}
	if p.contactName, err = contactName(in.ContactName); err != nil {
		return p, err
	}
	if p.contactPhone, err = contactPhone(in.ContactPhone); err != nil {
		return p, err
	}
	if err := checkSpan("input.", p.starts, p.ends, now); err != nil {
		return p, err
	}
	if in.JoinRules != nil {
		if p.rules, err = in.JoinRules.check(p.ends); err != nil {
			return p, err
		}
	}
	p.shifts, err = in.slots()
	return p, err
}

func (in CreateInput) slots() ([]slot, error) {
	if len(in.Shifts) == 0 || len(in.Shifts) > mostShifts {
		return nil, wrongNumber()
	}
	slots := make([]slot, len(in.Shifts))
	for n, s := range in.Shifts {
		checked, err := checkSlot(n, slot{name: s.Name, starts: s.StartsAt, ends: s.EndsAt, capacity: s.Capacity, kept: s.Kept})
		if err == nil {
			err = checkInside(n, checked, in.StartsAt, in.EndsAt)
		}
		if err != nil {
			return nil, err
		}
		slots[n] = checked
	}
	return slots, nil
}

// draft writes the plan as a draft.
func draft(ctx context.Context, tx *store.Tx, p plan) (*db.Event, error) {
	c := tx.Event.Create().SetCreatedAt(tx.Now()).SetCommunityID(p.home.CommunityID).SetUnitID(p.home.ID).
		SetTitle(p.title).SetKind(p.kind).SetDescription(p.description).SetPlace(p.place).
		SetNillableContactName(p.contactName).SetNillableContactPhone(p.contactPhone).
		SetStartsAt(p.starts).SetEndsAt(p.ends).SetSearch(searchable(p.title, p.place, p.team))
	if p.team != nil {
		c.SetTeamID(p.team.ID)
	}
	p.rules.write(c.Mutation())
	made, err := c.Save(ctx)
	if err != nil {
		return nil, err
	}
	shifts := make([]*db.ShiftCreate, len(p.shifts))
	for i, s := range p.shifts {
		shifts[i] = newShift(tx, made, s)
	}
	return made, tx.Shift.CreateBulk(shifts...).Exec(ctx)
}

func newShift(tx *store.Tx, e *db.Event, s slot) *db.ShiftCreate {
	c := tx.Shift.Create().SetCreatedAt(tx.Now()).SetCommunityID(e.CommunityID).SetEventID(e.ID)
	s.write(c.Mutation())
	return c
}

// write puts the shift, as it shall be, on a create or an update.
func (s slot) write(m *db.ShiftMutation) {
	m.SetName(s.name)
	m.SetStartsAt(s.starts)
	m.SetEndsAt(s.ends)
	put(s.capacity, m.SetCapacity, m.ClearCapacity)
	if s.kept == nil {
		m.SetKept(0)
		m.ClearKeptUnitID()
		m.ClearKeptUntil()
		return
	}
	m.SetKept(s.kept.Places)
	m.SetKeptUnitID(s.kept.UnitID)
	m.SetKeptUntil(s.kept.Until)
}
