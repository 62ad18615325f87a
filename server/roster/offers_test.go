package roster_test

import (
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/answer"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
	"linli/server/roster"
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
