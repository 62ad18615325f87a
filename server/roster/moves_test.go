package roster_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

// lower takes places away as the verb that changes an event does.
func (s *scene) lower(capacity int, reason string) error {
	return s.Alone(s.As(s.lead), s.event.ID, func(ctx context.Context, tx *store.Tx, e *db.Event) error {
		return roster.MoveBack(ctx, tx, e, reason, map[string]int{s.shift(0): capacity})
	})
}

func TestMoveBack(t *testing.T) {
	each(t, 7, []int{5}, func(s *scene) {
		one, pair, two, three := s.in(0), s.party(1, 2), s.in(3), s.in(4)
		waits := s.in(5)
		s.Store.Client().SignUp.UpdateOneID(two.ID).SetCheckedInAt(s.Clock.Now()).ExecX(s.Internal())
		s.Must(s.lower(3, "场地小了")) // the last in goes, who has arrived stays, then the pair
		s.is(s.now(one), signup.StatusCONFIRMED, 0)
		s.is(s.now(two), signup.StatusCONFIRMED, 0)
		s.is(s.now(pair[0]), signup.StatusWAITLISTED, 1)
		s.is(s.now(pair[1]), signup.StatusWAITLISTED, 2)
		s.is(s.now(three), signup.StatusWAITLISTED, 3)
		s.is(s.now(waits), signup.StatusWAITLISTED, 4)
		if sh := s.stands(); sh.Held != 1 || *sh.Capacity != 3 {
			s.Fatalf("%d of %d held", sh.Held, *sh.Capacity) // nobody is let past the pair
		}
		s.equal("moved back", s.history(three), "MOVED_BACK l 场地小了")
		s.equal("told", s.inbox(1), "SIGNED_UP l, MOVED_BACK l 场地小了")
		s.equal("on record", s.deeds("changeEvent"), three.ID+" 场地小了, "+pair[0].ID+" 场地小了, "+pair[1].ID+" 场地小了")
		recount(s.Kit)
		s.refused(s.unchanged(func() error { return s.lower(0, "没有了") }), fault.Conflict, "BELOW_CONFIRMED")
		s.out(0, one)
		s.is(s.now(pair[1]), signup.StatusCONFIRMED, 0)
		s.is(s.now(three), signup.StatusWAITLISTED, 1)
		recount(s.Kit)
	})
}

// TestMovedBackIntoAKeptPlace moves back one more than there are places too few: the kept one goes to whom it is kept for,
// and she is asked, since her page is open.
func TestMovedBackIntoAKeptPlace(t *testing.T) {
	each(t, 5, []int{4}, func(s *scene) {
		s.openPage(3)
		s.Store.Client().Shift.UpdateOneID(s.shift(0)).SetKept(1).SetKeptUnitID(s.place.Households[1].ID).
			SetKeptUntil(s.Clock.Now().Add(time.Hour)).ExecX(s.Internal())
		one, pair, inside := s.in(2), s.party(0, 4), s.in(3)
		s.Must(s.lower(2, "场地小了"))
		s.is(s.now(one), signup.StatusCONFIRMED, 0)
		s.is(s.now(pair[0]), signup.StatusWAITLISTED, 1)
		if s.is(s.now(inside), signup.StatusOFFERED, 0); s.now(inside).ToCall {
			s.Fatal("she is called though her page is open")
		}
		recount(s.Kit)
	})
}

func TestMoveToAnotherShift(t *testing.T) {
	each(t, 4, []int{1, 1}, func(s *scene) {
		row, waits := s.in(0), s.in(1)
		move := func(ctx context.Context, id, shift string, reason *string, key *string) error {
			_, err := s.Move(ctx, id, shift, reason, key)
			return err
		}
		try := func(who *db.Person, id, shift string, code fault.Code, why string) {
			s.Helper()
			s.refused(s.unchanged(func() error { return move(s.As(who), id, shift, nil, nil) }), code, why)
		}
		elsewhere := s.Event(s.place.Root, 30*time.Hour, 1)
		for who, code := range s.strangers() {
			try(who, row.ID, s.shift(1), code, "")
		}
		try(s.lead, row.ID, s.shift(1), fault.BadInput, "EMPTY")
		try(s.people[0], row.ID, elsewhere.Edges.Shifts[0].ID, fault.NotFound, "")
		try(s.people[0], row.ID, "sh_none", fault.NotFound, "")
		s.Must(s.unchanged(func() error { return move(s.As(s.people[0]), row.ID, s.shift(0), nil, nil) })) // she is there
		key := "k"
		got, err := s.Move(s.As(s.people[0]), row.ID, s.shift(1), nil, &key)
		s.Must(err)
		s.is(got, signup.StatusCONFIRMED, 0)
		if got.ID == row.ID || got.ShiftID != s.shift(1) {
			s.Fatalf("moved to %v", got)
		}
		s.is(s.now(row), signup.StatusWITHDRAWN, 0)
		s.is(s.now(waits), signup.StatusCONFIRMED, 0) // what she left goes on at once
		s.Must(s.unchanged(func() error { return move(s.As(s.people[0]), row.ID, s.shift(1), nil, &key) }))
		try(s.people[0], row.ID, s.shift(1), fault.Conflict, "NOT_WAITING")
		try(s.people[1], waits.ID, s.shift(1), fault.Conflict, "NO_PLACE")
		s.equal("history", s.history(row)+"; "+s.history(got), "MOVED s; MOVED s")
		recount(s.Kit)

		s.out(0, got)
		why := "那边缺人"
		back, err := s.Move(s.As(s.lead), waits.ID, s.shift(1), &why, nil)
		s.Must(err)
		s.is(back, signup.StatusCONFIRMED, 0)
		left := s.now(waits)
		if s.is(left, signup.StatusREMOVED, 0); left.Reason != why {
			s.Fatalf("left for %q", left.Reason)
		}
		s.equal("history", s.history(waits)+"; "+s.history(back), "CONFIRMED r, MOVED l 那边缺人; MOVED l 那边缺人")
		s.equal("told", s.inbox(1), "PROMOTED r, MOVED l 那边缺人")
		s.equal("on record", s.deeds("moveSignUp"), back.ID+" 那边缺人")
		recount(s.Kit)
	})
}

// TestMoveIntoAKeptPlace asks for the place that only people of a unit may have.
func TestMoveIntoAKeptPlace(t *testing.T) {
	each(t, 2, []int{2, 1}, func(s *scene) {
		s.Store.Client().Shift.UpdateOneID(s.shift(1)).SetKept(1).SetKeptUnitID(s.place.Households[1].ID).
			SetKeptUntil(s.Clock.Now().Add(time.Hour)).ExecX(s.Internal())
		outside, inside := s.in(0), s.in(1)
		_, err := s.Move(s.As(s.people[0]), outside.ID, s.shift(1), nil, nil)
		s.refused(err, fault.Conflict, "NO_PLACE")
		got, err := s.Move(s.As(s.people[1]), inside.ID, s.shift(1), nil, nil)
		s.Must(err)
		s.is(got, signup.StatusCONFIRMED, 0)
		recount(s.Kit)
	})
}

// TestDismissEndsEverySignUp is what cancelling does to a roster: who has arrived stays, nobody is offered anything.
func TestDismissEndsEverySignUp(t *testing.T) {
	each(t, 4, []int{2}, func(s *scene) {
		s.openPage(1)
		s.openPage(2)
		arrived, leaves, offered, waits := s.in(0), s.in(3), s.in(1), s.in(2)
		s.out(3, leaves)
		s.is(s.now(offered), signup.StatusOFFERED, 0)
		s.Store.Client().SignUp.UpdateOneID(arrived.ID).SetCheckedInAt(s.Clock.Now()).ExecX(s.Internal())
		s.Must(s.Alone(s.As(s.lead), s.event.ID, func(ctx context.Context, tx *store.Tx, e *db.Event) error {
			return roster.Dismiss(ctx, tx, e, "下雨")
		}))
		s.is(s.now(arrived), signup.StatusCONFIRMED, 0)
		for _, row := range []*roster.SignUp{offered, waits} {
			if s.is(s.now(row), signup.StatusREMOVED, 0); s.now(row).Reason != "下雨" || s.now(row).OfferExpiresAt != nil {
				s.Fatalf("ended as %v", s.now(row))
			}
		}
		if sh := s.stands(); sh.Confirmed != 1 || sh.Offered+sh.Waitlisted+sh.Held != 0 {
			s.Fatalf("the shift is %v", sh)
		}
		if n := s.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindOFFERED)).CountX(s.Internal()); n != 1 {
			s.Fatalf("%d offers", n)
		}
	})
}
