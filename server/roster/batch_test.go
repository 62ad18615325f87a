package roster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql/sqlgraph"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// stage is some events, an hour apart, of a place where people live, for calls that are decided together.
type stage struct {
	*testkit.Kit
	*Rosters
	events []*db.Event
	people []*db.Person
}

func onStage(t *testing.T, events, people int, test func(*stage)) {
	t.Helper()
	testkit.Each(t, func(_ *testing.T, k *testkit.Kit) { test(newStage(k, events, people)) })
}

func newStage(k *testkit.Kit, events, people int) *stage {
	place := k.Place("here")
	s := &stage{Kit: k, Rosters: New(k.Store, k.Keys, Options{})}
	for i := range events {
		s.events = append(s.events, k.Event(place.Root, time.Duration(3*i+2)*time.Hour, 2))
	}
	for i := range people {
		s.people = append(s.people, k.Person(place.Households[0], fmt.Sprint("居民", i)))
	}
	return s
}

// wants is the call of somebody who wants a place.
func (s *stage) wants(person, event int) *call {
	p, e := s.people[person], s.events[event]
	c := &call{viewer: &viewer.Viewer{PersonID: p.ID, CommunityID: p.CommunityID}, eventID: e.ID, done: make(chan struct{})}
	shift := e.Edges.Shifts[0].ID
	c.needs = needs{shifts: []string{shift}, people: []string{p.ID}}
	c.decide = func(b *board) ([]*SignUp, error) {
		if err := access.MayOnEvent(c.viewer, "signUp", b.events[e.ID]); err != nil {
			return nil, err
		}
		return b.admit(arrival{shiftID: shift, people: []string{p.ID}, verb: "signUp"})
	}
	return c
}

// has is the person's statuses in an event.
func (s *stage) has(person, event int) string {
	return fmt.Sprint(s.Store.Client().SignUp.Query().Where(signup.PersonID(s.people[person].ID), signup.EventID(s.events[event].ID)).
		Select(signup.FieldStatus).StringsX(s.Internal()))
}

func (s *stage) version(n int) int64 {
	return s.Store.Client().Event.GetX(s.Internal(), s.events[n].ID).RosterVersion
}

// hold keeps the turn of an event until release is called.
func (s *stage) hold(n int) (release func()) {
	entered, leave, left := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(left)
		_ = s.Alone(s.Internal(), s.events[n].ID, func(context.Context, *store.Tx, *db.Event) error {
			close(entered)
			<-leave
			return errUntouched
		})
	}()
	<-entered
	return func() { close(leave); <-left }
}

func TestEachOfABatchHasItsOwnAnswer(t *testing.T) {
	onStage(t, 3, 4, func(s *stage) {
		s.Store.Client().Event.UpdateOneID(s.events[1].ID).SetStatus(event.StatusCANCELLED).ExecX(s.Internal())
		nowhere, stranger := s.wants(1, 0), s.wants(2, 0)
		nowhere.eventID = "ev_none"
		stranger.viewer = &viewer.Viewer{PersonID: s.people[2].ID, CommunityID: "co_other"}
		calls := []*call{s.wants(0, 0), nowhere, s.wants(1, 1), stranger, s.wants(3, 2), s.wants(3, 0), s.wants(2, 0)}
		s.serve(calls)
		for i, want := range []string{"CONFIRMED", string(fault.NotFound), string(fault.Closed), string(fault.NotFound), "CONFIRMED", "CONFIRMED", "WAITLISTED"} {
			got := string(fault.Of(calls[i].err))
			if calls[i].err == nil {
				got = string(calls[i].answer[0].Status)
			}
			if got != want {
				s.Errorf("call %d: %s, want %s", i, got, want)
			}
		}
		if s.version(0) != 1 || s.version(2) != 1 {
			s.Errorf("an event's version was raised %d times", s.version(0))
		}
		if n := s.Store.Client().SignUp.Query().CountX(s.Internal()); n != 4 {
			s.Errorf("%d sign-ups", n)
		}
	})
}

func TestWhatTheDatabaseRefusesFailsAlone(t *testing.T) {
	onStage(t, 1, 3, func(s *stage) {
		s.serve([]*call{s.wants(0, 0)})
		twice := s.wants(0, 0)
		twice.decide = func(b *board) ([]*SignUp, error) { // a second place for who has one: the index of the table refuses it
			return b.asNow(b.newcomer(b.lines[s.events[0].Edges.Shifts[0].ID], s.people[0].ID, "py")), nil
		}
		calls := []*call{s.wants(1, 0), twice, s.wants(2, 0)}
		s.serve(calls)
		if !sqlgraph.IsConstraintError(calls[1].err) || calls[1].answer != nil {
			s.Errorf("the second place: %v %v", calls[1].answer, calls[1].err)
		}
		if s.has(0, 0)+s.has(1, 0)+s.has(2, 0) != "[CONFIRMED][CONFIRMED][WAITLISTED]" || calls[0].err != nil || calls[2].err != nil {
			s.Errorf("the others: %v %v", calls[0].err, calls[2].err)
		}
	})
}

func TestAnUntouchedEventAnnouncesNothing(t *testing.T) {
	onStage(t, 2, 2, func(s *stage) {
		watch := func(n int) *live.Watch { return s.Store.Hub.Watch(live.Event(s.events[n].ID)) }
		touched, other := watch(0), watch(1)
		refused := s.wants(0, 1)
		refused.decide = func(*board) ([]*SignUp, error) { return nil, fault.Missing() }
		s.serve([]*call{s.wants(0, 0), refused})
		if len(touched.C) != 1 || len(other.C) != 0 {
			s.Errorf("told %d, %d", len(touched.C), len(other.C))
		}
		before := s.version(1)
		again := s.wants(0, 0)
		quiet := watch(0)
		s.serve([]*call{refused, again})
		if len(quiet.C)+len(other.C) != 0 || s.version(1) != before || again.err != nil {
			s.Errorf("a batch that changed nothing: told %d, %d, version %d", len(quiet.C), len(other.C), s.version(1))
		}
	})
}

func TestPanicInADecision(t *testing.T) {
	onStage(t, 1, 2, func(s *stage) {
		release := s.hold(0)
		bad, beside := s.wants(0, 0), s.wants(1, 0)
		bad.decide = func(*board) ([]*SignUp, error) { panic("in a decision") }
		var answered sync.WaitGroup
		for i, c := range []*call{bad, beside} {
			answered.Go(func() { _, _ = s.run(s.Context(), c, nil) })
			s.waits(i + 1)
		}
		release()
		answered.Wait()
		for _, c := range []*call{bad, beside} {
			if c.err == nil || !strings.Contains(c.err.Error(), "in a decision") {
				s.Errorf("answered %v", c.err)
			}
		}
		if got := s.has(1, 0); got != "[]" {
			s.Errorf("half of it was done: %s", got)
		}
		if _, err := s.run(s.Context(), s.wants(1, 0), nil); err != nil || s.has(1, 0) != "[CONFIRMED]" {
			s.Errorf("afterwards: %v", err)
		}
	})
}

// waits returns when so many wait for the first event.
func (s *stage) waits(n int) {
	for s.Waiting(s.events[0].ID) != n {
		time.Sleep(time.Millisecond)
	}
}

func TestWhoGoesAway(t *testing.T) {
	onStage(t, 1, 2, func(s *stage) {
		release := s.hold(0)
		ctx, cancel := context.WithCancel(s.Context())
		gone := make(chan error)
		go func() { _, err := s.run(ctx, s.wants(0, 0), nil); gone <- err }()
		s.waits(1)
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			s.Fatal(err)
		}
		release()
		ctx, cancel = context.WithCancel(s.Context())
		during := s.wants(1, 0)
		decide := during.decide
		during.decide = func(b *board) ([]*SignUp, error) { cancel(); return decide(b) }
		_, _ = s.run(ctx, during, nil)
		s.Must(s.Drain(s.Context()))
		if s.has(0, 0) != "[]" || s.has(1, 0) != "[CONFIRMED]" {
			s.Errorf("before her turn %s, during it %s", s.has(0, 0), s.has(1, 0))
		}
	})
}

func TestTooManyInFrontOfAnEvent(t *testing.T) {
	onStage(t, 1, 2, func(s *stage) {
		s.Rosters = New(s.Store, s.Keys, Options{Queue: 1})
		release := s.hold(0)
		first := make(chan error)
		go func() { _, err := s.SignUp(s.As(s.people[0]), s.events[0].Edges.Shifts[0].ID, nil, nil); first <- err }()
		s.waits(1)
		_, err := s.SignUp(s.As(s.people[1]), s.events[0].Edges.Shifts[0].ID, nil, nil)
		if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Code != fault.RateLimited || f.RetryAfter <= 0 {
			s.Errorf("answered %v", err)
		}
		release()
		s.Must(<-first)
	})
}

// TestCrossingBatches lets two programs decide for the same events and people, named in opposite order, again and again.
func TestCrossingBatches(t *testing.T) {
	s := newStage(testkit.Postgres(t), 4, 4)
	both := []*Rosters{s.Rosters, New(s.Open(), s.Keys, Options{})}
	for round := range 25 {
		calls := make([][]*call, 2)
		for i := range 4 {
			calls[0] = append(calls[0], s.wants(i, (i+round)%4))
			calls[1] = append(calls[1], s.wants(3-i, (3-i+round)%4), s.wants(i, (i+1+round)%4))
		}
		var done sync.WaitGroup
		for i, r := range both {
			done.Go(func() { r.serve(calls[i]) })
		}
		done.Wait()
		for _, c := range append(calls[0], calls[1]...) {
			s.Must(c.err)
		}
	}
}

// TestDeadlockIsTriedAgain makes a batch wait for a person whom somebody holds who then waits for the batch's event: the
// database ends the batch, which must be decided again.
func TestDeadlockIsTriedAgain(t *testing.T) {
	s := newStage(testkit.Postgres(t), 1, 1)
	ctx := s.Internal()
	tx, err := s.Store.SQL().BeginTx(ctx, nil)
	s.Must(err)
	run := func(query string, args ...any) {
		_, err := tx.ExecContext(ctx, query, args...)
		s.Must(err)
	}
	run("SET LOCAL deadlock_timeout = '1min'") // the batch is the one that finds out
	run("SELECT 1 FROM persons WHERE id = $1 FOR UPDATE", s.people[0].ID)
	one, tries := s.wants(0, 0), 0
	decide := one.decide
	one.decide = func(b *board) ([]*SignUp, error) { tries++; return decide(b) }
	answered := make(chan struct{})
	go func() { s.serve([]*call{one}); close(answered) }()
	for waiting := 0; waiting == 0; {
		s.Must(s.Store.SQL().QueryRowContext(ctx, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").Scan(&waiting))
	}
	run("UPDATE events SET title = title WHERE id = $1", s.events[0].ID)
	s.Must(tx.Commit())
	<-answered
	if one.err != nil || len(one.answer) != 1 || s.has(0, 0) != "[CONFIRMED]" || tries != 1 || s.version(0) != 1 {
		s.Fatalf("%v, %d decisions, version %d, %s", one.err, tries, s.version(0), s.has(0, 0))
	}
}
