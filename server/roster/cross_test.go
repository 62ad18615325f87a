package roster_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/roster"
)

// replicas are two programs on one PostgreSQL; on SQLite, which has one program, a second admitter.
func (s *scene) replicas() [2]*roster.Rosters {
	s.Helper()
	other := s.Store
	if s.URL != "" {
		other = s.Open()
	}
	return [2]*roster.Rosters{s.Rosters, roster.New(other, s.Keys, roster.Options{})}
}

// together runs all at the same time and returns their errors.
func together(all ...func() error) []error {
	errs := make([]error, len(all))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, one := range all {
		wg.Go(func() {
			<-start
			errs[i] = one()
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// TestCrossingOnOnePlace lets one leave while another comes: she must get the place, whoever is first.
func TestCrossingOnOnePlace(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		r := s.replicas()
		ctx := []context.Context{s.As(s.people[0]), s.As(s.people[1])}
		held := s.in(0)
		for round := range 200 {
			leaves, comes := round%2, (round+1)%2
			var came []*roster.SignUp
			for _, err := range together(
				func() error { _, err := r[0].Withdraw(ctx[leaves], held.ID, nil, nil); return err },
				func() (err error) { came, err = r[1].SignUp(ctx[comes], s.shift(0), nil, nil); return err },
			) {
				s.Must(err)
			}
			recount(s.Kit)
			held = s.now(came[0])
			s.is(held, signup.StatusCONFIRMED, 0)
		}
	})
}

// TestCrossingCrowd lets forty want five places at once, each tapping twice.
func TestCrossingCrowd(t *testing.T) {
	each(t, 40, []int{5}, func(s *scene) {
		r := s.replicas()
		var taps []func() error
		ids := make([]string, 2*len(s.people))
		for i, p := range s.people {
			ctx := s.As(p)
			for tap := range 2 {
				taps = append(taps, func() error {
					rows, err := r[tap].SignUp(ctx, s.shift(0), nil, nil)
					if err == nil {
						ids[2*i+tap] = rows[0].ID
					}
					return err
				})
			}
		}
		for _, err := range together(taps...) {
			s.Must(err)
		}
		recount(s.Kit)
		places := map[int]bool{}
		for i := range s.people {
			if ids[2*i] != ids[2*i+1] {
				s.Fatal("a double tap made two sign-ups")
			}
			row := s.now(&roster.SignUp{SignUp: &db.SignUp{ID: ids[2*i]}})
			if row.QueuePosition != nil {
				places[*row.QueuePosition] = true
			}
		}
		if len(places) != 35 || !places[1] || !places[35] {
			s.Fatalf("places in the queue: %v", places)
		}
	})
}

// TestCrossingClash lets one person want two events at the same time: only one may take her.
func TestCrossingClash(t *testing.T) {
	each(t, 1, []int{5}, func(s *scene) {
		r, ctx := s.replicas(), s.As(s.people[0])
		other := s.Event(s.place.Root, 3*time.Hour, 5)
		for range 60 {
			rows := make([][]*roster.SignUp, 2)
			errs := together(
				func() (err error) { rows[0], err = r[0].SignUp(ctx, s.shift(0), nil, nil); return err },
				func() (err error) { rows[1], err = r[1].SignUp(ctx, other.Edges.Shifts[0].ID, nil, nil); return err },
			)
			won := 0
			if errs[0] != nil {
				won = 1
			}
			s.Must(errs[won])
			s.refused(errs[1-won], fault.Conflict, "CLASH")
			s.out(0, rows[won][0])
		}
		recount(s.Kit)
	})
}

// TestCrossingParties lets two leads name the same people in opposite order for two events: neither may wait for ever.
func TestCrossingParties(t *testing.T) {
	each(t, 3, []int{9}, func(s *scene) {
		r, ctx := s.replicas(), s.As(s.lead)
		later := s.Event(s.place.Branches[0], 9*time.Hour, 9)
		for range 30 {
			rows := make([][]*roster.SignUp, 2)
			for _, err := range together(
				func() (err error) { rows[0], err = r[0].SignUp(ctx, s.shift(0), s.ids(0, 1, 2), nil); return err },
				func() (err error) {
					rows[1], err = r[1].SignUp(ctx, later.Edges.Shifts[0].ID, s.ids(2, 1, 0), nil)
					return err
				},
			) {
				s.Must(err)
			}
			for i := range s.people {
				s.out(i, rows[0][i])
				s.out(2-i, rows[1][i])
			}
		}
		recount(s.Kit)
	})
}

// TestCrossingKey sends one request twice at once with one key: one sign-up, one answer.
func TestCrossingKey(t *testing.T) {
	each(t, 1, []int{1}, func(s *scene) {
		r, ctx := s.replicas(), s.As(s.people[0])
		for range 30 {
			key := rand.Text()
			rows := make([][]*roster.SignUp, 2)
			for _, err := range together(
				func() (err error) { rows[0], err = r[0].SignUp(ctx, s.shift(0), nil, &key); return err },
				func() (err error) { rows[1], err = r[1].SignUp(ctx, s.shift(0), nil, &key); return err },
			) {
				s.Must(err)
			}
			if rows[0][0].ID != rows[1][0].ID {
				s.Fatal("two answers to one key")
			}
			s.out(0, rows[0][0])
		}
		if n := s.Store.Client().Answer.Query().CountX(s.Internal()); n != 30 {
			s.Fatalf("%d answers kept", n)
		}
	})
}

// TestCrossingKeyForTwoEvents uses one key to leave two events at once: one is answered, the other told that the key is used,
// and whoever came meanwhile has her place.
func TestCrossingKeyForTwoEvents(t *testing.T) {
	each(t, 3, []int{9}, func(s *scene) {
		r, other, ctx := s.replicas(), s.Event(s.place.Root, 9*time.Hour, 9), s.As(s.people[0])
		shifts := []string{s.shift(0), other.Edges.Shifts[0].ID}
		for range 20 {
			key := rand.Text()
			var calls []func() error
			for i, shift := range shifts {
				row, person := s.all(s.SignUp(ctx, shift, nil, nil))[0], s.As(s.people[1+i])
				calls = append(calls, func() error { _, err := r[i].Withdraw(ctx, row.ID, nil, &key); return err },
					func() error { _, err := r[i].SignUp(person, shift, nil, nil); return err })
			}
			errs := together(calls...)
			s.Must(errors.Join(errs[1], errs[3]))
			if (errs[0] == nil) == (errs[2] == nil) {
				s.Fatalf("answered %v, %v", errs[0], errs[2])
			}
			s.refused(cmp.Or(errs[0], errs[2]), fault.Conflict, "KEY_REUSED")
		}
		recount(s.Kit)
	})
}
