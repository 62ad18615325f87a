package roster_test

import (
	"context"
	"math"
	"testing"

	"linli/ent/db/event"
	"linli/server/roster"
	"linli/server/store"
)

// away lets the reader come back with the revision that she has.
func (v *screen) away(s *scene, revision int64) {
	since := int(revision)
	v.next = s.Follow(s.event.ID, &since)
}

// since reads what a reader gets who has this revision.
func (s *scene) since(revision int64) *roster.Change {
	s.Helper()
	c, err := s.Changed(s.As(s.lead), s.event.ID, revision)
	s.Must(err)
	return c
}

func TestWhoWasAwayGetsWhatSheMissed(t *testing.T) {
	each(t, 12, []int{3}, func(s *scene) {
		v := s.screen()
		var rows []*roster.SignUp
		for i := range 9 {
			rows = append(rows, s.in(i))
		}
		seen := v.follow(s).Revision
		v.away(s, seen)
		if c := v.follow(s); c.Fresh || len(c.SignUps) != 0 || c.Revision != seen {
			s.Fatalf("who missed nothing gets %d rows, fresh %t", len(c.SignUps), c.Fresh)
		}
		s.out(4, rows[4]) // waits at the second place, four behind
		s.in(9)
		_, err := s.MoveUp(s.As(s.lead), rows[8].ID, "孕妇", nil)
		s.Must(err)
		s.out(0, rows[0])
		v.away(s, seen)
		c := v.follow(s)
		if c.Fresh || c.Partial || len(c.SignUps) != 8 { // two who left, one who came, one who moved up and has a place, four who moved
			s.Fatalf("%d rows, fresh %t, partial %t", len(c.SignUps), c.Fresh, c.Partial)
		}
		v.same(s)
	})
}

func TestRevisionsThatCannotBeAreAnsweredFresh(t *testing.T) {
	each(t, 3, []int{2}, func(s *scene) {
		for i := range 3 {
			s.in(i)
		}
		now := s.since(-1).Revision
		for since, fresh := range map[int64]bool{-1: true, math.MinInt32: true, now + 1: true, math.MaxInt32: true, now: false, now - 1: false, 0: false} {
			if c := s.since(since); c.Fresh != fresh || fresh && len(c.SignUps) != 3 || c.Revision != now {
				t.Errorf("since %d of %d: %d rows, fresh %t", since, now, len(c.SignUps), c.Fresh)
			}
		}
	})
}

func TestTooMuchIsAnsweredFresh(t *testing.T) {
	each(t, 0, []int{-1}, func(s *scene) {
		before := s.since(-1).Revision
		for _, p := range s.crowd(201) {
			_, err := s.SignUp(p.ctx, s.shift(0), nil, nil)
			s.Must(err)
		}
		if c := s.since(before); !c.Fresh || !c.Partial || len(c.SignUps) != 50 {
			t.Errorf("%d rows, fresh %t, partial %t", len(c.SignUps), c.Fresh, c.Partial)
		}
		if c := s.since(before + 1); c.Fresh || c.Partial || len(c.SignUps) != 200 {
			t.Errorf("one less: %d rows, fresh %t, partial %t", len(c.SignUps), c.Fresh, c.Partial)
		}
	})
}

// TestRowsThatAreGoneAreAnsweredFresh: with a shift go its sign-ups, also from the screens of those who did not see them end.
func TestRowsThatAreGoneAreAnsweredFresh(t *testing.T) {
	each(t, 2, []int{1, 1}, func(s *scene) {
		row := s.in(0)
		v := s.screen()
		seen := v.follow(s).Revision
		s.out(0, row)
		ended := s.since(seen).Revision
		s.Do(func(ctx context.Context, tx *store.Tx) {
			e, err := roster.Lock(ctx, tx, s.event.ID)
			s.Must(err)
			tx.Event.Update().Where(event.ID(e.ID)).SetRowsSince(e.RosterVersion).ExecX(ctx)
		})
		s.in(1)
		for since, fresh := range map[int64]bool{seen: true, ended: true, ended + 1: false} {
			if c := s.since(since); c.Fresh != fresh {
				t.Errorf("since %d: fresh %t", since, c.Fresh)
			}
		}
		v.away(s, seen)
		v.follow(s)
		v.same(s)
	})
}
