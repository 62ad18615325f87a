// Package jobs is what happens by the clock: offers that run out, messages that go to phones, leads told of too few people,
// people checked out who forgot it, roll-ups when events end and days begin, and the deletion of what has had its time. Of
// several replicas one leads and does it.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"linli/server/keys"
	"linli/server/rollup"
	"linli/server/sms"
	"linli/server/store"
	"linli/server/viewer"
)

const (
	// often is how late an offer may run out and a message go out, seldom how late the rest may be.
	often  = time.Second
	seldom = 10 * time.Second
	// batch is how many rows one transaction takes.
	batch = 500
)

// Rosters are what the clock changes; it is server/roster's.
type Rosters interface {
	// Due returns the ids of at most so many events in which something is due, the earliest first.
	Due(ctx context.Context, now time.Time, most int) ([]string, error)
	// Settle does what is due in an event.
	Settle(ctx context.Context, eventID string) error
	// ToCall puts those of the sign-ups that are still offered a place on the lead's call list.
	ToCall(ctx context.Context, signUpIDs ...string) error
}

// Doors are where people who forgot to check out are; it is server/door's.
type Doors interface {
	// Forgotten returns the ids of at most so many events in which there are some.
	Forgotten(ctx context.Context, now time.Time, most int) ([]string, error)
	// CloseForgotten checks those of an event out.
	CloseForgotten(ctx context.Context, eventID string) error
}

// Sender brings news of an offer to a phone.
type Sender interface {
	SendOffer(ctx context.Context, phone string, o sms.Offer) error
}

// Config is what the jobs need.
type Config struct {
	Store   *store.Store
	Rosters Rosters
	Doors   Doors
	RollUps *rollup.RollUps
	Keys    *keys.Keys
	// Sender is nil where there is no gateway.
	Sender Sender
	// URL is the public base of links, without a slash at its end.
	URL string
}

// Jobs remembers what it has seen since it began; what must not be forgotten stands in the database.
type Jobs struct {
	Config
	days              map[string]string // on which it last looked, by community
	offers, forgotten rounds
}

// New works by the store's clock.
func New(c Config) *Jobs {
	fresh := func() rounds { return rounds{tired: map[string]time.Time{}} }
	return &Jobs{Config: c, days: map[string]string{}, offers: fresh(), forgotten: fresh()}
}

// Run does the jobs while this replica leads, until the context ends. A gateway that is slow keeps no offer from running
// out.
func Run(ctx context.Context, c Config) {
	j, lead := New(c), c.Store.Lead()
	defer lead.Close()
	var all sync.WaitGroup
	defer all.Wait()
	for _, job := range []struct {
		every time.Duration
		do    func(context.Context) error
	}{{often, j.Offers}, {often, j.Messages}, {seldom, j.Once}} {
		all.Go(func() { repeat(ctx, lead, job.every, job.do) })
	}
}

func repeat(ctx context.Context, lead *store.Lead, every time.Duration, do func(context.Context) error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if lead.Leads(ctx) {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				slog.Error("jobs: not all were done, tried again soon", "err", err)
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Once does all that is due of the jobs that need not be done to the second; one that fails does not keep the others from
// being done.
func (j *Jobs) Once(ctx context.Context) error {
	ctx = internal(ctx)
	return errors.Join(j.tooFew(ctx), j.forgot(ctx), j.rollUps(ctx), j.sweep(ctx))
}

// forgot checks out whoever forgot it.
func (j *Jobs) forgot(ctx context.Context) error {
	return j.forgotten.once(ctx, j.Store.Now(), j.Doors.Forgotten, j.Doors.CloseForgotten)
}

func internal(ctx context.Context) context.Context {
	return viewer.With(ctx, &viewer.Viewer{Internal: true})
}
