package org

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"entgo.io/ent/dialect"

	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/viewer"
)

// Counts are the counts of one unit, for any member of the community who may see it: NOT_FOUND or UNAUTHENTICATED else.
func (o *Org) Counts(ctx context.Context, unitID string) (*Counts, error) {
	if _, err := access.Unit(ctx, o.store.Client(), "unitCounts", unitID); err != nil {
		return nil, err
	}
	all, err := o.CountsOf(ctx, []string{unitID})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.Missing()
	}
	return all[0], nil
}

// FollowCounts reads the counts of a unit again and again, each time with their revision.
func (o *Org) FollowCounts(unitID string) func(context.Context) (*Counts, int64, error) {
	return func(ctx context.Context) (*Counts, int64, error) {
		c, err := o.Counts(ctx, unitID)
		if err != nil {
			return nil, 0, err
		}
		return c, c.Revision, nil
	}
}

// CountsOf are the counts of many units, in no order and all of one instant; units that the viewer may not see are left
// out. UNAUTHENTICATED for an anonymous viewer. It runs a handful of statements, however many units there are.
func (o *Org) CountsOf(ctx context.Context, unitIDs []string) ([]*Counts, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.SignInFirst()
	}
	var seen []string
	for some := range slices.Chunk(unitIDs, mostParameters) {
		ids, err := o.store.Client().Unit.Query().Where(unit.IDIn(some...)).IDs(ctx)
		if err != nil {
			return nil, err
		}
		seen = append(seen, ids...)
	}
	s, err := o.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.end()
	return s.counts(ctx, seen, o.store.Now())
}

// snapshot is a transaction that only reads and sees one instant, on both databases.
type snapshot struct {
	tx      *sql.Tx
	dialect string
}

func (o *Org) snapshot(ctx context.Context) (*snapshot, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if o.store.Dialect == dialect.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := o.store.SQL().BeginTx(ctx, options)
	return &snapshot{tx: tx, dialect: o.store.Dialect}, err
}

func (s *snapshot) end() { _ = s.tx.Rollback() } // nothing was changed

// day is the day of an instant in a time zone, from midnight to midnight.
func day(at time.Time, zone string) (from, to time.Time, err error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return from, to, err
	}
	y, m, d := at.In(loc).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, loc).UTC(), time.Date(y, m, d+1, 0, 0, 0, 0, loc).UTC(), nil
}
