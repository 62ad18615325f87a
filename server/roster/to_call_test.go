package roster_test

import (
	"context"
	"testing"

	"linli/server/store"
)

func TestCountsWhoIsToBeCalled(t *testing.T) {
	each(t, 3, []int{3}, func(s *scene) {
		for i := range 3 {
			s.in(i)
		}
		first, second := s.all(s.SignUp(s.As(s.people[0]), s.shift(0), nil, nil))[0], s.all(s.SignUp(s.As(s.people[1]), s.shift(0), nil, nil))[0]
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.SignUp.UpdateOneID(first.ID).SetToCall(true).ExecX(ctx)
			tx.SignUp.UpdateOneID(second.ID).SetToCall(true).ExecX(ctx)
		})
		other := s.Event(s.place.Branches[1], 1, 5)
		n, err := s.ToCallOf(s.As(s.lead), []string{s.event.ID, other.ID})
		s.Must(err)
		if len(n) != 1 || n[s.event.ID] != 2 {
			s.Errorf("the lead counts %v", n)
		}
		if n, err = s.ToCallOf(s.As(s.people[2]), []string{s.event.ID}); err != nil || len(n) != 0 {
			s.Errorf("a neighbour counts %v, %v", n, err)
		}
	})
}
