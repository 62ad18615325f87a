package roster_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/answer"
	"linli/ent/db/notice"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

func (s *scene) stands() *db.Shift {
	return s.Store.Client().Shift.Query().Where(shift.ID(s.shift(0))).OnlyX(s.Internal())
}

// TestOfferGoesDownTheQueue lets an offer be declined, one run out and one be taken.
func TestOfferGoesDownTheQueue(t *testing.T) {
	each(t, 5, []int{1}, func(s *scene) {
		for person := 1; person < 4; person++ {
			s.openPage(person)
		}
		rows := []*roster.SignUp{s.in(0), s.in(1), s.in(2), s.in(3), s.in(4)}
		s.out(0, rows[0])
		offered := s.now(rows[1])
		s.is(offered, signup.StatusOFFERED, 0)
		if want := s.Clock.Now().Add(20 * time.Minute); !offered.OfferExpiresAt.Equal(want) {
			s.Fatalf("held until %v, want %v", offered.OfferExpiresAt, want)
		}
		no, err := s.AnswerOffer(s.As(s.people[1]), rows[1].ID, false, nil)
		s.Must(err)
		s.is(no, signup.StatusWITHDRAWN, 0)
		s.is(s.now(rows[2]), signup.StatusOFFERED, 0)
		s.Clock.Move(20*time.Minute - time.Millisecond)
		s.Must(s.unchanged(func() error { return s.Settle(s.Internal(), s.event.ID) }))
		s.Clock.Move(time.Millisecond)
		_, err = s.AnswerOffer(s.As(s.people[2]), rows[2].ID, true, nil)
		s.refused(err, fault.Closed, "OFFER_EXPIRED") // though the job has not come by yet
		s.Must(s.Settle(s.Internal(), s.event.ID))
		s.is(s.now(rows[2]), signup.StatusEXPIRED, 0)
		s.is(s.now(rows[3]), signup.StatusOFFERED, 0)
		s.Must(s.unchanged(func() error { return s.Settle(s.Internal(), s.event.ID) })) // once
		yes, err := s.AnswerOffer(s.As(s.people[3]), rows[3].ID, true, nil)
		s.Must(err)
		s.is(yes, signup.StatusCONFIRMED, 0)
		s.is(s.now(rows[4]), signup.StatusWAITLISTED, 1)
		s.equal("declined", s.history(rows[1]), "OFFERED r, DECLINED s")
		s.equal("ran out", s.history(rows[2]), "OFFERED r, EXPIRED r")
		s.equal("taken", s.history(rows[3]), "OFFERED r, ACCEPTED s")
		s.equal("told", s.inbox(1)+"; "+s.inbox(2)+"; "+s.inbox(3), "OFFERED r; OFFERED r, OFFER_EXPIRED r; OFFERED r")
		until := s.Store.Client().Step.Query().Where(step.SignUpID(rows[1].ID), step.KindEQ(step.KindOFFERED)).OnlyX(s.Internal()).Until
		if !until.Equal(*offered.OfferExpiresAt) {
			s.Fatalf("the history says until %v", until)
		}
		recount(s.Kit)
	})
}

// TestWhatRanOutWhileAway ends two offers of different deadlines at once, in their order, each once.
func TestWhatRanOutWhileAway(t *testing.T) {
	each(t, 6, []int{2}, func(s *scene) {
		for person := 2; person < 6; person++ {
			s.openPage(person)
		}
		rows := []*roster.SignUp{s.in(0), s.in(1), s.in(2), s.in(3), s.in(4), s.in(5)}
		s.out(0, rows[0])
		s.Clock.Move(time.Minute)
		s.out(1, rows[1])
		s.Clock.Move(30 * time.Minute)
		s.Must(s.Settle(s.Internal(), s.event.ID))
		for i, want := range []signup.Status{signup.StatusWITHDRAWN, signup.StatusWITHDRAWN, signup.StatusEXPIRED, signup.StatusEXPIRED, signup.StatusOFFERED, signup.StatusOFFERED} {
			s.is(s.now(rows[i]), want, 0)
		}
		steps := s.Store.Client().Step.Query().Where(step.KindIn(step.KindEXPIRED)).Order(step.ByID()).AllX(s.Internal())
		if len(steps) != 2 || steps[0].SignUpID != rows[2].ID || steps[1].SignUpID != rows[3].ID {
			s.Fatalf("ran out: %v", steps)
		}
		recount(s.Kit)
	})
}

// TestPartyRunsOutAsAWhole lets the offers of two who go together run out: the two behind them have both places, and not one
// who is alone behind those.
func TestPartyRunsOutAsAWhole(t *testing.T) {
	each(t, 6, []int{1}, func(s *scene) {
		for person := 1; person < 6; person++ {
			s.openPage(person)
		}
		in, first, second, alone := s.in(0), s.party(1, 2), s.party(3, 4), s.in(5)
		_, err := s.AddPlaces(s.As(s.lead), s.shift(0), 1, "更大的车", nil)
		s.Must(err)
		s.is(s.now(alone), signup.StatusOFFERED, 0) // one place is free: both parties are too large
		_, err = s.AnswerOffer(s.As(s.people[5]), alone.ID, false, nil)
		s.Must(err)
		s.out(0, in)
		alone = s.in(5)
		for _, row := range first {
			s.is(s.now(row), signup.StatusOFFERED, 0)
		}
		s.Clock.Move(20 * time.Minute)
		s.Must(s.Settle(s.Internal(), s.event.ID))
		for i := range first {
			s.is(s.now(first[i]), signup.StatusEXPIRED, 0)
			s.is(s.now(second[i]), signup.StatusOFFERED, 0)
		}
		s.is(s.now(alone), signup.StatusWAITLISTED, 1)
		recount(s.Kit)
	})
}

// TestWhatRanOutGoesOnOneByOne does not add up what ran out at different times: a pair is passed over as it would have been.
func TestWhatRanOutGoesOnOneByOne(t *testing.T) {
	each(t, 7, []int{2}, func(s *scene) {
		s.openPage(2)
		s.openPage(3)
		first, second := s.in(0), s.in(1)
		s.in(2)
		s.in(3)
		pair, single := s.party(4, 5), s.in(6)
		s.out(0, first)
		s.Clock.Move(time.Minute)
		s.out(1, second)
		s.Clock.Move(30 * time.Minute)
		s.Must(s.Settle(s.Internal(), s.event.ID))
		s.is(s.now(single), signup.StatusCONFIRMED, 0)
		s.is(s.now(pair[0]), signup.StatusWAITLISTED, 1)
		s.equal("passed over", s.history(pair[1]), "PASSED_OVER r")
		recount(s.Kit)
	})
}

// TestWholePartyIsOffered offers to all of a household; one who acts for them answers for all, one alone for herself.
func TestWholePartyIsOffered(t *testing.T) {
	each(t, 5, []int{3}, func(s *scene) {
		s.ActsFor(s.people[1], s.people[2])
		s.openPage(1)
		s.openPage(3)
		first := s.party(0, 4)
		family := s.party(1, 2, 3)
		s.out(0, first[0])
		s.is(s.now(family[0]), signup.StatusWAITLISTED, 1) // two are free, three asked
		s.out(4, first[1])
		for _, row := range family {
			s.is(s.now(row), signup.StatusOFFERED, 0)
		}
		_, err := s.AnswerOffer(s.As(s.people[1]), family[0].ID, true, nil)
		s.Must(err)
		s.is(s.now(family[1]), signup.StatusCONFIRMED, 0) // she acts for him
		s.is(s.now(family[2]), signup.StatusOFFERED, 0)   // and not for the neighbour
		_, err = s.AnswerOffer(s.As(s.people[3]), family[2].ID, false, nil)
		s.Must(err)
		s.is(s.now(family[2]), signup.StatusWITHDRAWN, 0)
		recount(s.Kit)
	})
}

// TestNobodyIsReached confirms at once, and puts on the call list, whom nothing reaches; the lead takes her off it.
func TestNobodyIsReached(t *testing.T) {
	each(t, 3, []int{1}, func(s *scene) {
		first, second := s.in(0), s.in(1)
		s.out(0, first)
		got := s.now(second)
		if s.is(got, signup.StatusCONFIRMED, 0); !got.ToCall {
			s.Fatal("nobody calls her")
		}
		for who, code := range s.strangers() {
			s.refused(s.unchanged(func() error { _, err := s.MarkCalled(s.As(who), second.ID); return err }), code, "")
		}
		s.refused(s.unchanged(func() error { _, err := s.MarkCalled(s.As(s.people[1]), second.ID); return err }), fault.Forbidden, "")
		called, err := s.MarkCalled(s.As(s.lead), second.ID)
		s.Must(err)
		if called.ToCall || s.now(second).ToCall {
			s.Fatal("still to be called")
		}
		s.Must(s.unchanged(func() error { _, err := s.MarkCalled(s.As(s.lead), second.ID); return err }))
		s.equal("history", s.history(second), "CONFIRMED r, CALLED l")
		s.equal("on record", s.deeds("markCalled"), second.ID+" ")
		s.Must(s.ToCall(s.Internal(), second.ID))
		s.Must(s.unchanged(func() error { return s.ToCall(s.Internal(), second.ID) }))
		if !s.now(second).ToCall {
			s.Fatal("not to be called")
		}
		s.out(1, second)
		s.Must(s.unchanged(func() error { return s.ToCall(s.Internal(), second.ID) })) // who is out is not called
		recount(s.Kit)
	})
}

// TestInTheLastHourNobodyIsAsked gives the place at once, and calls nobody whom a page tells of it.
func TestInTheLastHourNobodyIsAsked(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		s.openPage(1)
		first, second := s.in(0), s.in(1)
		s.Clock.Move(time.Hour)
		s.out(0, first)
		got := s.now(second)
		if s.is(got, signup.StatusCONFIRMED, 0); got.ToCall {
			s.Fatal("she is called though her page is open")
		}
		s.equal("told", s.inbox(1), "PROMOTED r")
		recount(s.Kit)
	})
}

// TestKeptPlaces keeps a place for a household until a time; people of it may have it before others who wait longer.
func TestKeptPlaces(t *testing.T) {
	each(t, 6, []int{3}, func(s *scene) { // people 1, 3 and 5 live in the second household
		until := s.Clock.Now().Add(30 * time.Minute)
		s.Store.Client().Shift.UpdateOneID(s.shift(0)).SetKept(2).SetKeptUnitID(s.place.Households[1].ID).SetKeptUntil(until).ExecX(s.Internal())
		s.is(s.in(0), signup.StatusCONFIRMED, 0)
		if n := s.stands().Held; n != 2 {
			s.Fatalf("%d held", n)
		}
		outside := s.in(2)
		s.is(outside, signup.StatusWAITLISTED, 1)
		s.is(s.in(1), signup.StatusCONFIRMED, 0)
		if sh := s.stands(); sh.Held != 1 || sh.KeptTaken != 1 {
			s.Fatalf("%d held, %d taken", sh.Held, sh.KeptTaken)
		}
		s.equal("not passed over: it was not for her", s.history(outside), "")
		due, err := s.Due(s.Internal(), until, 10)
		if s.Must(err); len(due) != 1 || due[0] != s.event.ID {
			s.Fatalf("due are %v", due)
		}
		s.Clock.Move(30 * time.Minute)
		s.Must(s.Settle(s.Internal(), s.event.ID))
		s.is(s.now(outside), signup.StatusCONFIRMED, 0)
		if sh := s.stands(); sh.Held != 0 || sh.Kept != 0 {
			s.Fatalf("%d held, %d kept", sh.Held, sh.Kept)
		}
		due, err = s.Due(s.Internal(), until, 10)
		if s.Must(err); len(due) != 0 {
			s.Fatalf("still due are %v", due)
		}
		recount(s.Kit)
	})
}

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

// TestRefusedKeyIsFree lets a key be used again whose request was refused.
func TestRefusedKeyIsFree(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		s.in(0)
		waits, key := s.in(1), "k"
		_, err := s.AnswerOffer(s.As(s.people[1]), waits.ID, true, &key)
		s.refused(err, fault.Conflict, "NOT_OFFERED")
		if n := s.Store.Client().Answer.Query().Where(answer.Key(key)).CountX(s.Internal()); n != 0 {
			s.Fatal("a refusal was kept")
		}
		_, err = s.Withdraw(s.As(s.people[1]), waits.ID, nil, &key)
		s.Must(err)
	})
}
