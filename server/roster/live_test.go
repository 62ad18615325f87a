package roster_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/store"
)

// TestCountsAreOfOneRevision reads while people sign up: more are in if and only if the revision is newer.
func TestCountsAreOfOneRevision(t *testing.T) {
	each(t, 40, []int{10, 20}, func(s *scene) {
		var coming sync.WaitGroup
		for i, p := range s.people {
			ctx := s.As(p)
			coming.Go(func() { _, _ = s.SignUp(ctx, s.shift(i%2), nil, nil) })
		}
		done := make(chan struct{})
		go func() { coming.Wait(); close(done) }()
		ctx, last, people := s.As(s.lead), int64(0), 0
		for {
			c, err := s.Counts(ctx, s.event.ID)
			s.Must(err)
			in := c.Confirmed + c.Waitlisted
			if in < people || c.Revision < last || (in == people) != (c.Revision == last) || *c.Capacity != 30 || c.Shifts[0].ShiftID != s.shift(0) {
				s.Fatalf("%d in at revision %d after %d at %d", in, c.Revision, people, last)
			}
			last, people = c.Revision, in
			select {
			case <-done:
				if people == len(s.people) {
					return
				}
			default:
			}
		}
	})
}

func TestCountsOfWhatIsHeld(t *testing.T) {
	each(t, 0, []int{3, 5}, func(s *scene) {
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Shift.UpdateOneID(s.shift(0)).SetHeld(1).ExecX(ctx)
			tx.Shift.UpdateOneID(s.shift(1)).SetHeld(2).ExecX(ctx)
		})
		c, err := s.Counts(s.As(nil), s.event.ID)
		s.Must(err)
		if c.Held != 3 || c.Shifts[0].Held != 1 || c.Shifts[1].Held != 2 {
			s.Fatalf("%d held, %d and %d", c.Held, c.Shifts[0].Held, c.Shifts[1].Held)
		}
	})
}

func TestCountsOfOpenShifts(t *testing.T) {
	each(t, 1, []int{3, -1, 2}, func(s *scene) {
		c, err := s.Counts(s.As(nil), s.event.ID)
		s.Must(err)
		if c.Capacity != nil || len(c.Shifts) != 3 {
			s.Fatalf("%+v", c)
		}
		other := s.Event(s.Place("there").Root, time.Hour)
		all, err := s.CountsOf(s.As(s.people[0]), []string{s.event.ID, other.ID})
		s.Must(err)
		if len(all) != 1 {
			s.Fatalf("sees the counts of %d events", len(all))
		}
		if c, err := s.Counts(s.As(nil), other.ID); err != nil || len(c.Shifts) != 0 || c.Capacity != nil {
			s.Fatalf("an event without shifts: %+v %v", c, err)
		}
		_, err = s.Counts(s.As(s.people[0]), other.ID)
		s.refused(err, fault.NotFound, "")
	})
}

// screen is what a client shows that follows the messages.
type screen struct {
	rows map[string]*roster.SignUp
	next func(context.Context) (*roster.Change, int64, error)
}

func (s *scene) screen() *screen {
	return &screen{map[string]*roster.SignUp{}, s.Follow(s.event.ID, nil)}
}

func (v *screen) follow(s *scene) *roster.Change {
	s.Helper()
	change, revision, err := v.next(s.As(s.lead))
	s.Must(err)
	if change.Revision != revision || change.Counts.Revision != revision {
		s.Fatal("a message of two revisions")
	}
	if change.Fresh {
		clear(v.rows)
	}
	for _, row := range change.SignUps {
		v.rows[row.ID] = row
		if roster.Final(row.Status) {
			delete(v.rows, row.ID)
		}
	}
	return change
}

// gets reads the next message, which has so many rows.
func (v *screen) gets(s *scene, rows int, partial bool) {
	s.Helper()
	if c := v.follow(s); len(c.SignUps) != rows || c.Partial != partial {
		s.Fatalf("%d rows, partial %t; want %d, %t", len(c.SignUps), c.Partial, rows, partial)
	}
}

func (v *screen) same(s *scene) {
	s.Helper()
	c, err := s.List(s.As(s.lead), s.event.ID, roster.Filter{}, page.Args{First: 100})
	s.Must(err)
	if len(c.Nodes()) != len(v.rows) {
		s.Fatalf("%d rows on the screen, %d on the roster", len(v.rows), len(c.Nodes()))
	}
	show := func(r *roster.SignUp) string {
		at := 0
		if r.QueuePosition != nil {
			at = *r.QueuePosition
		}
		return fmt.Sprint(r.Status, at)
	}
	for _, row := range c.Nodes() {
		if got := v.rows[row.ID]; got == nil || show(got) != show(row) {
			s.Fatalf("the screen shows %v, the roster %s", got, show(row))
		}
	}
}

func TestChangedFollowsTheRoster(t *testing.T) {
	each(t, 8, []int{2}, func(s *scene) {
		v := s.screen()
		var rows []*roster.SignUp
		for i := range 5 {
			rows = append(rows, s.in(i))
		}
		v.gets(s, 5, false)
		v.same(s)
		s.in(5)
		v.gets(s, 1, false) // one who waits at the end
		v.same(s)
		s.out(3, rows[3])
		v.gets(s, 3, false) // and those behind, not those in front
		v.same(s)
		s.out(0, rows[0]) // one goes, one moves up, the others get another place in the queue
		s.in(6)
		v.follow(s)
		v.same(s)
		v.gets(s, 0, false)
		_, err := s.Changed(s.As(s.people[0]), s.event.ID, -1)
		s.refused(err, fault.Forbidden, "")
	})
}

// TestArrivalsAreShort lets people with a place arrive beside a queue: only one who waited moves the others.
func TestArrivalsAreShort(t *testing.T) {
	each(t, 8, []int{2}, func(s *scene) {
		v := s.screen()
		var rows []*roster.SignUp
		for i := range 6 {
			rows = append(rows, s.in(i))
		}
		v.follow(s)
		comes := func(row *roster.SignUp, walkIn bool) {
			s.Do(func(ctx context.Context, tx *store.Tx) {
				e, err := roster.Lock(ctx, tx, s.event.ID)
				s.Must(err)
				tx.SignUp.UpdateOneID(row.ID).SetStatus(signup.StatusCONFIRMED).SetWalkIn(walkIn).SetCheckedInAt(tx.Now()).SetChangedRevision(e.RosterVersion).ExecX(ctx)
			})
		}
		comes(rows[0], false)
		v.gets(s, 1, false)
		comes(rows[3], true) // waited, with two behind
		v.gets(s, 3, false)
		v.same(s)
		comes(rows[1], false)
		comes(rows[2], false) // as if a place had fallen free for her in between
		v.gets(s, 4, false)
		v.same(s)
	})
}

func TestChangedIsBounded(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		first := s.in(0)
		for party := range slices.Chunk(s.crowd(240), 20) {
			ids := make([]string, len(party))
			for i, c := range party {
				ids[i] = c.id
			}
			s.all(s.SignUp(s.As(s.lead), s.shift(0), ids, nil))
		}
		v := s.screen()
		v.gets(s, 50, true)
		last := s.in(1)
		v.gets(s, 1, false)
		for since, want := range map[int64]int{-1: 50, 0: 50, 1: 50, 3: 50, 4: 181, 9: 81} {
			change, err := s.Changed(s.As(s.lead), s.event.ID, since)
			s.Must(err)
			if len(change.SignUps) != want || change.Partial != (want == 50) {
				t.Errorf("since %d: %d rows, partial %t, want %d", since, len(change.SignUps), change.Partial, want)
			}
		}
		queue, err := s.List(s.As(s.lead), s.event.ID, roster.Filter{}, page.Args{First: 100})
		s.Must(err)
		s.remove(queue.Nodes()[1]) // the first of 241 who wait
		v.gets(s, 51, true)
		s.remove(queue.Nodes()[60]) // some 180 behind
		c := v.follow(s)
		if c.Partial || len(c.SignUps) != 182 || *c.SignUps[181].QueuePosition != 239 || c.SignUps[181].ID != last.ID {
			t.Fatalf("%d rows, partial %t", len(c.SignUps), c.Partial)
		}
		s.out(0, first)
		if c := v.follow(s); !c.Partial || len(c.SignUps) > 200 {
			t.Fatalf("%d rows, partial %t", len(c.SignUps), c.Partial)
		}
	})
}

// remove lets the lead take somebody out.
func (s *scene) remove(row *roster.SignUp) {
	s.Helper()
	reason := "误报"
	_, err := s.Withdraw(s.As(s.lead), row.ID, &reason, nil)
	s.Must(err)
}

func TestTickets(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		row := s.in(0)
		ticket, err := s.Ticket(s.As(s.people[0]), row)
		s.Must(err)
		shown, err := s.Tickets().Read(s.As(nil), *ticket)
		s.Must(err)
		if shown.SignUpID != row.ID || shown.EventID != s.event.ID || !shown.Expires.Equal(s.event.EndsAt.Add(24*time.Hour)) {
			s.Fatalf("says %+v", shown)
		}
		none := func(who *db.Person) {
			s.Helper()
			if got, err := s.Ticket(s.As(who), row); err != nil || got != nil {
				s.Fatalf("%v %v", got, err)
			}
		}
		none(s.people[1])
		none(nil)
		if again, err := s.Ticket(s.As(s.lead), row); err != nil || *again != *ticket {
			s.Fatalf("the lead gets %v %v", again, err)
		}
		s.out(0, row)
		none(s.people[0])
	})
}
