package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/viewer"
)

const (
	firstPage = 50  // rows of the first message
	mostRows  = 200 // rows of a later one; more changes make a first page again
	moved     = 50  // how much of a queue is sent again after somebody left it
)

// Changed returns what a reader of the live roster needs who has seen everything up to a revision, and the revision she
// has then seen. Someone who has seen nothing (since < 0) gets the first page in the order of List. Later messages hold
// the rows that changed, final ones too, so that they can be taken off the screen, and the front of a queue that moved up.
// It fails with NOT_FOUND, UNAUTHENTICATED or FORBIDDEN.
func (r *Rosters) Changed(ctx context.Context, eventID string, since int64) (*Change, int64, error) {
	if _, err := access.Event(ctx, r.store.Client(), "rosterChanged", eventID); err != nil {
		return nil, 0, err
	}
	counts, err := r.Counts(ctx, eventID)
	if err != nil {
		return nil, 0, err
	}
	rows, whole, err := r.changedRows(ctx, eventID, since, counts.Revision)
	if err == nil && !whole {
		rows, err = ordered(r.store.Client().SignUp.Query().Where(signup.EventID(eventID), signup.StatusIn(Active...)), nil).
			Limit(firstPage).All(viewer.Internal(ctx))
	}
	if err != nil {
		return nil, 0, err
	}
	all, err := Read(ctx, r.store.Client(), rows...)
	return &Change{EventID: eventID, Revision: counts.Revision, Counts: counts, SignUps: all}, counts.Revision, err
}

// changedRows reads the rows that changed after since and not after until, whose counts have been read: a row that changed
// later comes with the next message. The second answer is false when there are too many, or since is nothing.
func (r *Rosters) changedRows(ctx context.Context, eventID string, since, until int64) ([]*db.SignUp, bool, error) {
	if since < 0 {
		return nil, false, nil
	}
	ctx = viewer.Internal(ctx) // the door's right has been asked for
	rows, err := r.store.Client().SignUp.Query().
		Where(signup.EventID(eventID), signup.ChangedRevisionGT(since), signup.ChangedRevisionLTE(until)).
		Order(signup.ByChangedRevision(), signup.ByID()).Limit(mostRows + 1).All(ctx)
	if err != nil || len(rows) > mostRows {
		return nil, false, err
	}
	seen := map[string]bool{}
	var shifts []string
	for _, s := range rows {
		seen[s.ID] = true
		if s.Status != signup.StatusWAITLISTED && !seen[s.ShiftID] {
			seen[s.ShiftID] = true
			shifts = append(shifts, s.ShiftID)
		}
	}
	if len(shifts) == 0 {
		return rows, true, nil
	}
	queue, err := r.store.Client().SignUp.Query().Where(signup.ShiftIDIn(shifts...), signup.StatusEQ(signup.StatusWAITLISTED)).
		Order(signup.ByPlace(), signup.ByID()).Limit(moved).All(ctx)
	for _, s := range queue {
		if !seen[s.ID] {
			rows = append(rows, s)
		}
	}
	return rows, true, err
}
