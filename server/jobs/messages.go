package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"linli/ent/db"
	"linli/ent/db/message"
	"linli/ent/db/signup"
	"linli/server/store"
)

const (
	mostMessages = 64 // of one round
	atATime      = 8  // to the gateway
	mostTries    = 3
	// taken is how long a message belongs to whoever took it to send it: longer than a round may take, each message 5 s.
	taken = time.Minute
)

// pauses are how long after a try that failed the next one comes.
var pauses = [mostTries]time.Duration{0, time.Minute, 3 * time.Minute}

var errNoGateway = errors.New("jobs: there is no gateway")

// Messages sends what is due to the phones, outside of any transaction; what is no longer of use is not sent. What fails
// is tried again, three times in all, and then the lead is asked to call. A message may come twice, when the program ends
// the moment after sending it, but none is forgotten.
func (j *Jobs) Messages(ctx context.Context) error {
	ctx = internal(ctx)
	ids, err := j.take(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	all, err := j.Store.Client().Message.Query().Where(message.IDIn(ids...)).Order(message.ByID()).WithPerson().WithCommunity().
		WithSignUp(func(q *db.SignUpQuery) { q.WithEvent().WithShift().WithPerson() }).All(ctx)
	if err != nil {
		return err
	}
	var done []string
	var wanted []*db.Message
	for _, m := range all {
		s := m.Edges.SignUp
		if s.Status == signup.StatusOFFERED && s.OfferExpiresAt != nil && s.OfferExpiresAt.After(j.Store.Now()) {
			wanted = append(wanted, m)
		} else {
			done = append(done, m.ID)
		}
	}
	letters := bundle(wanted)
	j.send(ctx, letters)
	return j.note(ctx, letters, done)
}

// take makes due messages this round's: until it is over nobody else sends them.
func (j *Jobs) take(ctx context.Context) (ids []string, err error) {
	now := j.Store.Now()
	due := message.And(message.DoneAtIsNil(), message.DueAtLTE(now))
	if ids, err = j.Store.Client().Message.Query().Where(due).Order(message.ByDueAt(), message.ByID()).Limit(mostMessages).IDs(ctx); err != nil || len(ids) == 0 {
		return nil, err
	}
	err = j.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Message.Update().Where(message.IDIn(ids...), due).SetDueAt(now.Add(taken)).AddTries(1).Save(ctx)
		if err == nil && n < len(ids) {
			err = errors.New("jobs: somebody else sends messages")
		}
		return err
	})
	return ids, err
}

// send sends the letters, some at a time, and notes at each whether it failed.
func (j *Jobs) send(ctx context.Context, letters []*letter) {
	var all sync.WaitGroup
	slots := make(chan struct{}, atATime)
	for _, l := range letters {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			if l.failed = j.post(ctx, l); l.failed != nil {
				slog.ErrorContext(ctx, "an offer was not sent to a phone", "sign_up", l.messages[0].SignUpID, "try", l.tries, "err", l.failed)
			}
		})
	}
	all.Wait()
}

func (j *Jobs) post(ctx context.Context, l *letter) error {
	if l.tries > mostTries {
		return errors.New("jobs: it was tried often enough")
	}
	to := l.messages[0].Edges.Person
	if j.Sender == nil {
		return errNoGateway
	}
	if to.PhoneSealed == nil {
		return errors.New("jobs: there is no phone any more")
	}
	number, err := j.Keys.Open(*to.PhoneSealed)
	if err != nil {
		return fmt.Errorf("the phone of %s: %w", to.ID, err)
	}
	return j.Sender.SendOffer(ctx, number, l.offer(j.URL))
}

// note writes down what became of the messages; before those that nobody will send are done, the lead is asked to call.
func (j *Jobs) note(ctx context.Context, letters []*letter, done []string) error {
	again := map[time.Duration][]string{}
	var failed error
	for _, l := range letters {
		switch {
		case l.failed == nil:
			done = append(done, l.ids()...)
		case l.tries < mostTries:
			again[pauses[l.tries]] = append(again[pauses[l.tries]], l.ids()...)
		default:
			if err := j.Rosters.ToCall(ctx, l.signUps()...); err != nil {
				failed = errors.Join(failed, err) // tried again when the message is due again
				continue
			}
			done = append(done, l.ids()...)
		}
	}
	err := j.Store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		for pause, ids := range again {
			if err := tx.Message.Update().Where(message.IDIn(ids...)).SetDueAt(tx.Now().Add(pause)).Exec(ctx); err != nil {
				return err
			}
		}
		if len(done) == 0 {
			return nil
		}
		return tx.Message.Update().Where(message.IDIn(done...)).SetDoneAt(tx.Now()).Exec(ctx)
	})
	return errors.Join(failed, err)
}
