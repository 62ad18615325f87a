package roster

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/server/access"
	"linli/server/fault"
)

// Counts returns the counters of an event that the viewer may see or is a door device of, all of one revision, or NOT_FOUND.
func (r *Rosters) Counts(ctx context.Context, eventID string) (*Counts, error) {
	all, err := r.CountsOf(access.AtDoor(ctx, eventID), []string{eventID})
	if err != nil {
		return nil, err
	}
	c := all[eventID]
	if c == nil {
		return nil, fault.Missing()
	}
	return c, nil
}

// FollowCounts reads the counters of an event again and again, each time with their revision.
func (r *Rosters) FollowCounts(eventID string) func(context.Context) (*Counts, int64, error) {
	return func(ctx context.Context) (*Counts, int64, error) {
		c, err := r.Counts(ctx, eventID)
		if err != nil {
			return nil, 0, err
		}
		return c, c.Revision, nil
	}
}

// row is a shift beside its event's revision; an event without shifts has one row without a shift.
type row struct {
	EventID    string  `sql:"event_id"`
	Revision   int64   `sql:"revision"`
	Status     string  `sql:"status"`
	ShiftID    *string `sql:"shift_id"`
	Capacity   *int    `sql:"capacity"`
	Confirmed  *int    `sql:"confirmed"`
	Offered    *int    `sql:"offered"`
	Waitlisted *int    `sql:"waitlisted"`
	CheckedIn  *int    `sql:"checked_in"`
	Held       *int    `sql:"held"`
	RowsSince  *int64  `sql:"rows_since"`
}

// CountsOf is Counts for several events; those that the viewer may not see are left out. Revision and shifts come in one
// statement: two could mix two revisions.
func (r *Rosters) CountsOf(ctx context.Context, eventIDs []string) (map[string]*Counts, error) {
	var rows []row
	err := r.store.Client().Event.Query().Where(event.IDIn(eventIDs...)).Modify(func(s *sql.Selector) {
		t := sql.Table(shift.Table)
		s.LeftJoin(t).On(s.C(event.FieldID), t.C(shift.FieldEventID))
		s.Select(sql.As(s.C(event.FieldID), "event_id"), sql.As(s.C(event.FieldRosterVersion), "revision"), s.C(event.FieldStatus),
			sql.As(t.C(shift.FieldID), "shift_id"),
			t.C(shift.FieldCapacity), t.C(shift.FieldConfirmed), t.C(shift.FieldOffered), t.C(shift.FieldWaitlisted), t.C(shift.FieldCheckedIn),
			t.C(shift.FieldHeld), s.C(event.FieldRowsSince))
		s.OrderBy(s.C(event.FieldID), t.C(shift.FieldStartsAt), t.C(shift.FieldID))
	}).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	all := map[string]*Counts{}
	for _, row := range rows {
		c := all[row.EventID]
		if c == nil {
			c = &Counts{EventID: row.EventID, Revision: row.Revision, Shifts: []*ShiftCounts{}, draft: row.Status == string(event.StatusDRAFT)}
			if row.RowsSince != nil {
				c.rowsSince = *row.RowsSince
			}
			all[row.EventID] = c
		}
		if row.ShiftID != nil {
			c.add(&ShiftCounts{ShiftID: *row.ShiftID, Capacity: row.Capacity, Confirmed: *row.Confirmed, Offered: *row.Offered,
				Waitlisted: *row.Waitlisted, CheckedIn: *row.CheckedIn, Held: *row.Held})
		}
	}
	return all, nil
}

// add counts a shift in; one without a limit takes the limit off the event.
func (c *Counts) add(s *ShiftCounts) {
	if limited := len(c.Shifts) == 0 || c.Capacity != nil; limited && s.Capacity != nil {
		sum := *s.Capacity
		if c.Capacity != nil {
			sum += *c.Capacity
		}
		c.Capacity = &sum
	} else {
		c.Capacity = nil
	}
	c.Shifts = append(c.Shifts, s)
	c.Confirmed += s.Confirmed
	c.Offered += s.Offered
	c.Waitlisted += s.Waitlisted
	c.CheckedIn += s.CheckedIn
	c.Held += s.Held
}
