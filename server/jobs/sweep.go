package jobs

import (
	"context"
	"errors"
	"time"

	"linli/ent/db/answer"
	"linli/ent/db/calendar"
	"linli/ent/db/device"
	"linli/ent/db/invitation"
	"linli/ent/db/logincode"
	"linli/ent/db/message"
	"linli/ent/db/session"
	"linli/server/roster"
	"linli/server/store"
)

// How long rows are kept past their use: a code until no throttle counts it any more, the others so that their owner can still
// see what happened.
const (
	keepCode = time.Hour
	keepOld  = 30 * 24 * time.Hour
)

// sweep deletes what has had its time.
func (j *Jobs) sweep(ctx context.Context) error {
	now, c := j.Store.Now(), j.Store.Client()
	return errors.Join(
		j.clear(ctx, func() search {
			return c.LoginCode.Query().Where(logincode.ExpiresAtLT(now.Add(-keepCode))).Limit(batch)
		},
			func(tx *store.Tx, ids []string) deletion { return tx.LoginCode.Delete().Where(logincode.IDIn(ids...)) }),
		j.clear(ctx, func() search {
			return c.Answer.Query().Where(answer.CreatedAtLTE(now.Add(-roster.KeepAnswers))).Limit(batch)
		},
			func(tx *store.Tx, ids []string) deletion { return tx.Answer.Delete().Where(answer.IDIn(ids...)) }),
		j.clear(ctx, func() search { return c.Session.Query().Where(session.ExpiresAtLT(now.Add(-keepOld))).Limit(batch) },
			func(tx *store.Tx, ids []string) deletion { return tx.Session.Delete().Where(session.IDIn(ids...)) }),
		j.clear(ctx, func() search {
			return c.Invitation.Query().Where(invitation.ExpiresAtLT(now.Add(-keepOld))).Limit(batch)
		},
			func(tx *store.Tx, ids []string) deletion {
				return tx.Invitation.Delete().Where(invitation.IDIn(ids...))
			}),
		j.clear(ctx, func() search { return c.Message.Query().Where(message.DoneAtLT(now.Add(-keepOld))).Limit(batch) },
			func(tx *store.Tx, ids []string) deletion { return tx.Message.Delete().Where(message.IDIn(ids...)) }),
		j.clear(ctx, func() search {
			return c.Device.Query().Where(device.ExpiresAtLT(now.Add(-keepOld)), device.ClaimedAtIsNil()).Limit(batch) // the log names the others
		},
			func(tx *store.Tx, ids []string) deletion { return tx.Device.Delete().Where(device.IDIn(ids...)) }),
		j.clear(ctx, func() search { return c.Calendar.Query().Where(calendar.RevokedAtLT(now.Add(-keepOld))).Limit(batch) },
			func(tx *store.Tx, ids []string) deletion { return tx.Calendar.Delete().Where(calendar.IDIn(ids...)) }),
	)
}

// search and deletion are what ent's builders share.
type (
	search interface {
		IDs(ctx context.Context) ([]string, error)
	}
	deletion interface {
		Exec(ctx context.Context) (int, error)
	}
)

// clear deletes what is found, one bounded transaction after the other; where nothing is found it writes nothing.
func (j *Jobs) clear(ctx context.Context, find func() search, of func(*store.Tx, []string) deletion) error {
	for {
		ids, err := find().IDs(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = j.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := of(tx, ids).Exec(ctx)
			return err
		})
		if err != nil || len(ids) < batch {
			return err
		}
	}
}
