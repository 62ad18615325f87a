package door

import (
	"context"
	"encoding/json"

	"linli/ent/db/todo"
	"linli/ent/uid"
	"linli/server/roster"
	"linli/server/store"
)

// save writes what the books have new, each table in one statement, people before the lines that name them; then whoever waits
// is offered what became free.
func (all *books) save(ctx context.Context) error {
	steps := []func(context.Context) error{all.saveSignUps, all.saveShifts, all.saveLines, all.saveTodos}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	for _, b := range all.of {
		if len(b.freed) == 0 {
			continue
		}
		if err := roster.Promote(as(ctx, b.freedBy), all.tx, b.event, b.freed...); err != nil {
			return err
		}
	}
	return nil
}

var (
	made = []store.Column{{Name: "id", Type: "text"}, {Name: "created_at", Type: "timestamptz"}, {Name: "community_id", Type: "text"},
		{Name: "event_id", Type: "text"}, {Name: "shift_id", Type: "text"}, {Name: "person_id", Type: "text"}, {Name: "party", Type: "text"},
		{Name: "signed_up_by", Type: "text"}, {Name: "place", Type: "bigint"}, {Name: "status", Type: "text"}, {Name: "walk_in", Type: "boolean"},
		{Name: "checked_in_at", Type: "timestamptz"}, {Name: "checked_out_at", Type: "timestamptz"}, {Name: "absent_at", Type: "timestamptz"},
		{Name: "minutes", Type: "bigint"}, {Name: "changed_revision", Type: "bigint"}}
	attended = []store.Column{{Name: "id", Type: "text"}, {Name: "checked_in_at", Type: "timestamptz"}, {Name: "checked_out_at", Type: "timestamptz"},
		{Name: "absent_at", Type: "timestamptz"}, {Name: "minutes", Type: "bigint"}, {Name: "changed_revision", Type: "bigint"}}
	moved    = []store.Column{{Name: "id", Type: "text"}, {Name: "status", Type: "text"}, {Name: "walk_in", Type: "boolean"}, {Name: "offer_expires_at", Type: "timestamptz"}}
	counters = []store.Column{{Name: "id", Type: "text"}, {Name: "confirmed", Type: "bigint"}, {Name: "offered", Type: "bigint"}, {Name: "waitlisted", Type: "bigint"},
		{Name: "checked_in", Type: "bigint"}, {Name: "walked_in", Type: "bigint"}}
	logged = []store.Column{{Name: "id", Type: "text"}, {Name: "created_at", Type: "timestamptz"}, {Name: "community_id", Type: "text"},
		{Name: "event_id", Type: "text"}, {Name: "shift_id", Type: "text"}, {Name: "sign_up_id", Type: "text"}, {Name: "person_id", Type: "text"},
		{Name: "method", Type: "text"}, {Name: "direction", Type: "text"}, {Name: "at", Type: "timestamptz"}, {Name: "corrected_at", Type: "timestamptz"},
		{Name: "undoes", Type: "text"}, {Name: "name", Type: "text"}, {Name: "phone_tail", Type: "text"}, {Name: "recorded_by", Type: "text"},
		{Name: "device_id", Type: "text"}, {Name: "reason", Type: "text"}, {Name: "fingerprint", Type: "text"}, {Name: "warnings", Type: "jsonb"}}
	listed = []store.Column{{Name: "id", Type: "text"}, {Name: "created_at", Type: "timestamptz"}, {Name: "community_id", Type: "text"},
		{Name: "event_id", Type: "text"}, {Name: "entry_id", Type: "text"}}
	offsets = []store.Column{{Name: "id", Type: "text"}, {Name: "clock_offset", Type: "bigint"}}
)

// saveSignUps writes who came and left apart from the few whose place that changed: SQLite writes anew the entries of all
// indexes in which a column that is set stands.
func (all *books) saveSignUps(ctx context.Context) error {
	var insert, came, placed [][]any
	for _, b := range all.of {
		for _, s := range b.fresh {
			insert = append(insert, []any{s.ID, &s.CreatedAt, s.CommunityID, s.EventID, s.ShiftID, s.PersonID, s.Party, s.SignedUpBy, s.Place, s.Status,
				s.WalkIn, s.CheckedInAt, s.CheckedOutAt, s.AbsentAt, s.Minutes, s.ChangedRevision})
			delete(b.changed, s.ID)
		}
		for id, place := range b.changed {
			s := b.signUps[id]
			came = append(came, []any{s.ID, s.CheckedInAt, s.CheckedOutAt, s.AbsentAt, s.Minutes, s.ChangedRevision})
			if place {
				placed = append(placed, []any{s.ID, s.Status, s.WalkIn, s.OfferExpiresAt})
			}
		}
	}
	if err := all.tx.Insert(ctx, "sign_ups", made, insert); err != nil {
		return err
	}
	if err := all.tx.Rewrite(ctx, "sign_ups", moved, placed); err != nil {
		return err
	}
	return all.tx.Rewrite(ctx, "sign_ups", attended, came)
}

func (all *books) saveShifts(ctx context.Context) error {
	var rows [][]any
	for _, b := range all.of {
		for i, s := range b.shifts {
			was := b.was[i]
			if s.Confirmed != was.Confirmed || s.Offered != was.Offered || s.Waitlisted != was.Waitlisted || s.CheckedIn != was.CheckedIn || s.WalkedIn != was.WalkedIn {
				rows = append(rows, []any{s.ID, s.Confirmed, s.Offered, s.Waitlisted, s.CheckedIn, s.WalkedIn})
			}
		}
	}
	return all.tx.Rewrite(ctx, "shifts", counters, rows)
}

func (all *books) saveLines(ctx context.Context) error {
	var rows [][]any
	for _, b := range all.of {
		for _, l := range b.written {
			warnings, err := json.Marshal(l.Warnings)
			if err != nil {
				return err
			}
			rows = append(rows, []any{l.ID, &l.CreatedAt, l.CommunityID, l.EventID, l.ShiftID, l.SignUpID, l.PersonID, l.Method, l.Direction, &l.At, l.CorrectedAt,
				l.Undoes, l.Name, l.PhoneTail, l.RecordedBy, l.DeviceID, l.Reason, l.Fingerprint, string(warnings)})
		}
	}
	return all.tx.Insert(ctx, "attendance_entries", logged, rows)
}

// saveTodos writes what a lead should look at, and what of it is done.
func (all *books) saveTodos(ctx context.Context) error {
	var rows [][]any
	for _, b := range all.of {
		for _, l := range b.written {
			if b.worthALook(l) {
				rows = append(rows, []any{uid.New("td"), &l.CreatedAt, l.CommunityID, l.EventID, l.ID})
			}
		}
	}
	if err := all.tx.Insert(ctx, "todos", listed, rows); err != nil {
		return err
	}
	for _, b := range all.of {
		by := map[string][]string{}
		for entry, who := range b.settled {
			by[who] = append(by[who], entry)
		}
		for who, entries := range by {
			err := all.tx.Todo.Update().Where(todo.EventID(b.event.ID), todo.DoneAtIsNil(), store.Among(todo.FieldEntryID, entries)).
				SetDoneAt(all.now).SetDoneBy(who).Exec(ctx)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// saveOffsets notes how wrong the clocks of door devices are.
func (all *books) saveOffsets(ctx context.Context, parts []*part) error {
	of := map[string]int64{}
	for _, p := range parts {
		if v := p.Work.viewer; v.Door != nil && p.Work.offset != nil && p.Touched {
			of[v.Door.DeviceID] = p.Work.offset.Milliseconds()
		}
	}
	var rows [][]any
	for id, ahead := range of {
		rows = append(rows, []any{id, ahead})
	}
	return all.tx.Rewrite(ctx, "devices", offsets, rows)
}
