package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/notice"
	inbox "linli/server/notice"
	"linli/server/store"
)

// before is how long before its start an event without a time at which its sign-up closes must have its people.
const before = 24 * time.Hour

// lately bounds how long ago an event may have begun that is looked at.
const lately = 30 * 24 * time.Hour

// tooFew tells the leads of the events that have fewer people than they need when their sign-up closes, once; those, too,
// that fall below it afterwards.
func (j *Jobs) tooFew(ctx context.Context) error {
	now := j.Store.Now()
	found, err := j.Store.Client().Event.Query().Where(
		event.StatusEQ(event.StatusPUBLISHED), event.MinimumNotNil(), event.TooFewToldAtIsNil(), event.StartsAtGT(now.Add(-lately)),
		event.Or(event.And(event.ClosesAtLTE(now), event.EndsAtGT(now)),
			event.And(event.ClosesAtIsNil(), event.StartsAtLTE(now.Add(before)), event.StartsAtGT(now))),
		below,
	).Order(event.ByStartsAt(), event.ByID()).Limit(batch).WithUnit().All(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, e := range found {
		if err := j.tellTooFew(ctx, e); err != nil {
			failed = errors.Join(failed, fmt.Errorf("event %s: %w", e.ID, err))
		}
	}
	return failed
}

// below holds for events with fewer confirmed people than they need.
func below(s *sql.Selector) {
	s.Where(sql.P(func(b *sql.Builder) {
		b.Ident(s.C(event.FieldMinimum)).WriteString(" > (SELECT COALESCE(SUM(confirmed), 0) FROM shifts WHERE event_id = ").
			Ident(s.C(event.FieldID)).WriteString(")")
	}))
}

var errEnough = errors.New("jobs: there are enough, or they have been told")

func (j *Jobs) tellTooFew(ctx context.Context, e *db.Event) error {
	err := j.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Event.Update().Where(event.ID(e.ID), event.TooFewToldAtIsNil()).SetTooFewToldAt(tx.Now()).Save(ctx)
		if err != nil {
			return err
		}
		still, err := tx.Event.Query().Where(event.ID(e.ID), below).Exist(ctx) // nobody changes its roster now
		if err != nil {
			return err
		}
		if n == 0 || !still {
			return errEnough
		}
		people, err := inbox.Leads(ctx, tx, e)
		if err != nil {
			return err
		}
		news := inbox.News{Kind: notice.KindTOO_FEW, Community: e.CommunityID, Event: e.ID, ByRule: true}
		return inbox.Put(ctx, tx, news, people...)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
