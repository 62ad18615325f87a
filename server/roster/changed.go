package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/viewer"
)

const (
	firstPage = 50  // rows of a fresh message
	mostRows  = 200 // rows that changed, of another one
)

// Follow reads the live roster for one reader, who gets with each call what she needs after the one before, and the revision
// she has then seen; since is the one she has from earlier, nil if none. A fresh message is the first page in the order of
// List: the first to a reader who has nothing, and any where more than 200 rows changed or it is not known which. Others hold
// the rows that changed, final ones too, so that they can be taken off the screen, and those who stand elsewhere in their queue
// since somebody in front left it. Where all these are more than 200 rows, the message is partial: rows that are missing from
// it are to be read again. It fails with NOT_FOUND, UNAUTHENTICATED or FORBIDDEN, and is for one caller at a time.
func (r *Rosters) Follow(eventID string, since *int) func(context.Context) (*Change, int64, error) {
	seen := int64(-1)
	if since != nil {
		seen = int64(*since)
	}
	return func(ctx context.Context) (*Change, int64, error) {
		change, err := r.Changed(ctx, eventID, seen)
		if err != nil {
			return nil, 0, err
		}
		seen = change.Revision
		return change, change.Revision, nil
	}
}

// Changed is the message of Follow for a reader who has seen everything up to a revision. One that cannot be, negative or
// still to come, is as good as none.
func (r *Rosters) Changed(ctx context.Context, eventID string, since int64) (*Change, error) {
	if _, err := access.Event(ctx, r.store.Client(), "rosterChanged", eventID); err != nil {
		return nil, err
	}
	counts, err := r.Counts(ctx, eventID)
	if err != nil {
		return nil, err
	}
	c := &Change{EventID: eventID, Revision: counts.Revision, Counts: counts}
	rows, err := r.changedRows(viewer.Internal(ctx), c, since) // the door's right has been asked for
	if err != nil {
		return nil, err
	}
	c.SignUps, err = Read(ctx, r.store.Client(), rows...)
	return c, err
}

// changedRows reads the rows that changed after since and not after the revision of the counts: a row that changed later
// comes with the next message.
func (r *Rosters) changedRows(ctx context.Context, c *Change, since int64) ([]*db.SignUp, error) {
	if since < c.Counts.rowsSince || since < 0 || since > c.Revision {
		return r.page(ctx, c)
	}
	rows, err := r.store.Client().SignUp.Query().
		Where(signup.EventID(c.EventID), signup.ChangedRevisionGT(since), signup.ChangedRevisionLTE(c.Revision)).
		Order(signup.ByChangedRevision(), signup.ByID()).Limit(mostRows + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(rows) > mostRows {
		return r.page(ctx, c)
	}
	moved, err := r.moved(ctx, rows, c.Revision-since == 1)
	if err != nil {
		return nil, err
	}
	if len(rows)+len(moved) > mostRows {
		c.Partial, moved = true, moved[:min(len(moved), firstPage, mostRows-len(rows))]
	}
	return append(rows, moved...), nil
}

// page makes the message a fresh one, which is partial where there are more rows.
func (r *Rosters) page(ctx context.Context, c *Change) ([]*db.SignUp, error) {
	rows, err := ordered(r.store.Client().SignUp.Query().Where(signup.EventID(c.EventID), signup.StatusIn(Active...)), nil).
		Limit(firstPage + 1).All(ctx)
	c.Fresh, c.Partial = true, len(rows) > firstPage
	return rows[:min(len(rows), firstPage)], err
}

// moved reads who waits behind a row that changed and so may stand elsewhere than before: one more than fits a message
// where there are more. In a single step from one revision to the next an arrival is nothing but an arrival.
func (r *Rosters) moved(ctx context.Context, rows []*db.SignUp, single bool) ([]*db.SignUp, error) {
	var ids []string
	from := map[string]int64{}
	for _, s := range rows {
		ids = append(ids, s.ID)
		if s.WalkIn && s.Place == 0 || single && s.CheckedInAt != nil && !s.WalkIn {
			continue // never waited; just came
		}
		if place, ok := from[s.ShiftID]; !ok || s.Place < place {
			from[s.ShiftID] = s.Place
		}
	}
	var behind []predicate.SignUp
	for shift, place := range from {
		behind = append(behind, signup.And(signup.ShiftID(shift), signup.PlaceGTE(place)))
	}
	if len(behind) == 0 {
		return nil, nil
	}
	return r.store.Client().SignUp.Query().
		Where(signup.StatusEQ(signup.StatusWAITLISTED), signup.Or(behind...), signup.IDNotIn(ids...)).
		Order(signup.ByShiftID(), signup.ByPlace(), signup.ByID()).Limit(mostRows + 1).All(ctx)
}
