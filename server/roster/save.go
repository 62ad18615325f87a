package roster

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/store"
)

// bulk is the most rows of one statement.
const bulk = 500

// save writes the board back: rows and counters in bulk, then the notices and the audit log.
func (b *board) save(ctx context.Context, tx *store.Tx) error {
	if err := b.insert(ctx, tx); err != nil {
		return err
	}
	if err := b.update(ctx, tx); err != nil {
		return err
	}
	for _, l := range b.lines {
		if err := l.save(ctx, tx); err != nil {
			return err
		}
	}
	if err := b.announce(ctx, tx); err != nil {
		return err
	}
	return tx.Audit(ctx, b.deeds...)
}

func (b *board) insert(ctx context.Context, tx *store.Tx) error {
	for rows := range slices.Chunk(b.fresh, bulk) {
		err := tx.SignUp.MapCreateBulk(rows, func(c *db.SignUpCreate, i int) {
			s := rows[i]
			c.SetID(s.ID).SetCreatedAt(s.CreatedAt).SetCommunityID(s.CommunityID).SetEventID(s.EventID).SetShiftID(s.ShiftID).
				SetPersonID(s.PersonID).SetStatus(s.Status).SetPlace(s.Place).SetParty(s.Party).SetSignedUpBy(s.SignedUpBy).
				SetReason(s.Reason).SetChangedRevision(s.ChangedRevision)
		}).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// update writes the rows that were there before, those that became the same in one statement.
func (b *board) update(ctx context.Context, tx *store.Tx) error {
	type state struct {
		status signup.Status
		reason string
	}
	ids := map[state][]string{}
	seen := map[string]bool{}
	for _, s := range b.fresh {
		seen[s.ID] = true // inserted as they are now
	}
	for _, s := range b.changed {
		if !seen[s.ID] {
			seen[s.ID] = true
			to := state{s.Status, s.Reason}
			ids[to] = append(ids[to], s.ID)
		}
	}
	for to, all := range ids {
		for some := range slices.Chunk(all, bulk) {
			err := tx.SignUp.Update().Where(signup.IDIn(some...)).SetStatus(to.status).SetReason(to.reason).
				ClearOfferExpiresAt().SetChangedRevision(b.event.RosterVersion).Exec(ctx)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// save moves the counters of the shift by what changed.
func (l *line) save(ctx context.Context, tx *store.Tx) error {
	now, was := l.shift, l.was
	if now.Confirmed == was.Confirmed && now.Offered == was.Offered && now.Waitlisted == was.Waitlisted && now.WalkedIn == was.WalkedIn {
		return nil
	}
	return tx.Shift.Update().Where(shift.ID(now.ID)).
		AddConfirmed(now.Confirmed - was.Confirmed).AddOffered(now.Offered - was.Offered).
		AddWaitlisted(now.Waitlisted - was.Waitlisted).AddWalkedIn(now.WalkedIn - was.WalkedIn).Exec(ctx)
}
