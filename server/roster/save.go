package roster

import (
	"context"

	"linli/ent/db"
	inbox "linli/server/notice"
	"linli/server/store"
)

// bulk is the most rows of one statement.
const bulk = 500

// save writes the board back in bulk: rows, counters, histories, then the notices and the audit log. Rows that were there
// come first: somebody may have left and come again in one batch.
func (b *board) save(ctx context.Context, tx *store.Tx) error {
	steps := []func(context.Context, *store.Tx) error{b.update, b.insert, b.saveLines, b.writeSteps, b.writeMessages}
	for _, step := range steps {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	for _, e := range b.touched() {
		announce(tx, e)
	}
	if err := inbox.PutAll(ctx, tx, b.told); err != nil {
		return err
	}
	return tx.Audit(ctx, b.deeds...)
}

// touched are the events of which something changed.
func (b *board) touched() []*db.Event {
	seen := map[string]bool{}
	for _, l := range b.lines {
		seen[l.event.ID] = seen[l.event.ID] || l.differs()
	}
	for _, rows := range [][]*db.SignUp{b.fresh, b.changed} {
		for _, s := range rows {
			seen[s.EventID] = true
		}
	}
	for _, s := range b.steps {
		seen[s.row.EventID] = true
	}
	var all []*db.Event
	for id, changed := range seen {
		if changed {
			all = append(all, b.events[id])
		}
	}
	return all
}

var inserted = []store.Column{{Name: "id", Type: "text"}, {Name: "created_at", Type: "timestamptz"}, {Name: "community_id", Type: "text"},
	{Name: "event_id", Type: "text"}, {Name: "shift_id", Type: "text"}, {Name: "person_id", Type: "text"}, {Name: "party", Type: "text"},
	{Name: "signed_up_by", Type: "text"}, {Name: "inside", Type: "boolean"}, {Name: "walk_in", Type: "boolean"}, {Name: "status", Type: "text"},
	{Name: "place", Type: "bigint"}, {Name: "reason", Type: "text"}, {Name: "passed_over", Type: "bigint"}, {Name: "to_call", Type: "boolean"},
	{Name: "offer_expires_at", Type: "timestamptz"}, {Name: "changed_revision", Type: "bigint"}}

// insert writes the new rows; ent would make a statement of another text for each number of them.
func (b *board) insert(ctx context.Context, tx *store.Tx) error {
	rows := make([][]any, len(b.fresh))
	for i, s := range b.fresh {
		rows[i] = []any{s.ID, &s.CreatedAt, s.CommunityID, s.EventID, s.ShiftID, s.PersonID, s.Party, s.SignedUpBy, s.Inside, s.WalkIn,
			s.Status, s.Place, s.Reason, s.PassedOver, s.ToCall, s.OfferExpiresAt, s.ChangedRevision}
	}
	return tx.Insert(ctx, "sign_ups", inserted, rows)
}

// rewritten are the columns of a sign-up that decisions change.
var rewritten = []store.Column{{Name: "id", Type: "text"}, {Name: "status", Type: "text"}, {Name: "place", Type: "bigint"}, {Name: "reason", Type: "text"},
	{Name: "passed_over", Type: "bigint"}, {Name: "to_call", Type: "boolean"}, {Name: "offer_expires_at", Type: "timestamptz"}, {Name: "changed_revision", Type: "bigint"}}

// update writes the rows that were there before.
func (b *board) update(ctx context.Context, tx *store.Tx) error {
	seen := map[string]bool{}
	for _, s := range b.fresh {
		seen[s.ID] = true // inserted as they are now
	}
	var rows [][]any
	for _, s := range b.changed {
		if !seen[s.ID] {
			seen[s.ID] = true
			rows = append(rows, []any{s.ID, s.Status, s.Place, s.Reason, s.PassedOver, s.ToCall, s.OfferExpiresAt, s.ChangedRevision})
		}
	}
	return tx.Rewrite(ctx, "sign_ups", rewritten, rows)
}

var counters = []store.Column{{Name: "id", Type: "text"}, {Name: "capacity", Type: "bigint"}, {Name: "confirmed", Type: "bigint"}, {Name: "offered", Type: "bigint"},
	{Name: "waitlisted", Type: "bigint"}, {Name: "walked_in", Type: "bigint"}, {Name: "kept", Type: "bigint"}, {Name: "kept_taken", Type: "bigint"}, {Name: "held", Type: "bigint"}}

// saveLines writes the counters of the shifts that moved.
func (b *board) saveLines(ctx context.Context, tx *store.Tx) error {
	var rows [][]any
	for _, l := range b.lines {
		if l.differs() {
			s := l.shift
			rows = append(rows, []any{s.ID, s.Capacity, s.Confirmed, s.Offered, s.Waitlisted, s.WalkedIn, s.Kept, s.KeptTaken, s.Held})
		}
	}
	return tx.Rewrite(ctx, "shifts", counters, rows)
}

// differs tells whether the shift is not as it was.
func (l *line) differs() bool {
	now, was := *l.shift, l.was
	sameLimit := now.Capacity == was.Capacity || now.Capacity != nil && was.Capacity != nil && *now.Capacity == *was.Capacity
	return !sameLimit || now.Confirmed != was.Confirmed || now.Offered != was.Offered || now.Waitlisted != was.Waitlisted ||
		now.WalkedIn != was.WalkedIn || now.Kept != was.Kept || now.KeptTaken != was.KeptTaken || now.Held != was.Held
}
