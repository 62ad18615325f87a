package roster_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/auditentry"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

func TestWithdrawPromotesTheNext(t *testing.T) {
	each(t, 3, []int{1}, func(s *scene) {
		first, second, third := s.in(0), s.in(1), s.in(2)
		s.out(0, first)
		s.is(s.now(second), signup.StatusCONFIRMED, 0)
		s.is(s.now(third), signup.StatusWAITLISTED, 1)
		s.Must(s.unchanged(func() error { // again
			row, err := s.Withdraw(s.As(s.people[0]), first.ID, nil, nil)
			s.is(row, signup.StatusWITHDRAWN, 0)
			return err
		}))
		told := s.Store.Client().Notice.Query().OnlyX(s.Internal())
		if told.Kind != notice.KindPROMOTED || told.RecipientID != s.people[1].ID || told.ActorID != nil || *told.SignUpID != second.ID {
			s.Fatalf("told %v", told)
		}
		s.is(s.in(0), signup.StatusWAITLISTED, 2) // anew, at the end
		recount(s.Kit)
	})
}

func TestRemoveNeedsAReason(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		row := s.in(0)
		s.in(1)
		blank, long, why := "  ", strings.Repeat("长", 201), "家里有事"
		try := func(ctx context.Context, reason *string) error {
			return s.unchanged(func() error {
				_, err := s.Withdraw(ctx, row.ID, reason, nil)
				return err
			})
		}
		s.refused(try(s.As(s.lead), nil), fault.BadInput, "EMPTY")
		s.refused(try(s.As(s.lead), &blank), fault.BadInput, "EMPTY")
		s.refused(try(s.As(s.lead), &long), fault.BadInput, "TOO_LONG")
		s.refused(try(s.As(s.people[1]), &why), fault.NotFound, "")
		got, err := s.Withdraw(s.As(s.lead), row.ID, &why, nil)
		s.Must(err)
		if got.Status != signup.StatusREMOVED || got.Reason != why || s.now(row).Reason != why {
			s.Fatalf("got %v", got)
		}
		s.Must(try(s.As(s.lead), nil)) // again
		told := s.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindREMOVED)).OnlyX(s.Internal())
		if told.RecipientID != s.people[0].ID || told.Reason != why || *told.ActorID != s.lead.ID {
			s.Fatalf("told %v", told)
		}
		s.Store.Client().AuditEntry.Query().Where(auditentry.Verb("withdraw"), auditentry.Subject(row.ID), auditentry.Reason(why)).OnlyX(s.Internal())
		recount(s.Kit)
	})
}

func TestArrivedPeopleStay(t *testing.T) {
	each(t, 1, []int{1}, func(s *scene) {
		row := s.in(0)
		s.Store.Client().SignUp.UpdateOneID(row.ID).SetCheckedInAt(s.Clock.Now()).ExecX(s.Internal())
		_, err := s.Withdraw(s.As(s.people[0]), row.ID, nil, nil)
		s.refused(err, fault.Closed, "CHECKED_IN")
	})
}

func TestAnswerOffer(t *testing.T) {
	each(t, 4, []int{2}, func(s *scene) {
		rows := []*roster.SignUp{s.in(0), s.in(1), s.in(2), s.in(3)}
		offer := func(row *roster.SignUp) {
			s.Do(func(ctx context.Context, tx *store.Tx) {
				tx.SignUp.UpdateOneID(row.ID).SetStatus(signup.StatusOFFERED).SetOfferExpiresAt(s.Clock.Now().Add(time.Hour)).ExecX(ctx)
				tx.Shift.UpdateOneID(row.ShiftID).AddConfirmed(-1).AddOffered(1).ExecX(ctx)
			})
		}
		offer(rows[0])
		offer(rows[1])
		recount(s.Kit)
		_, err := s.AnswerOffer(s.As(s.lead), rows[0].ID, true, nil)
		s.refused(err, fault.Forbidden, "")
		_, err = s.AnswerOffer(s.As(s.people[2]), rows[2].ID, true, nil)
		s.refused(err, fault.Conflict, "NOT_OFFERED")
		yes, err := s.AnswerOffer(s.As(s.people[0]), rows[0].ID, true, nil)
		s.Must(err)
		s.is(yes, signup.StatusCONFIRMED, 0)
		no, err := s.AnswerOffer(s.As(s.people[1]), rows[1].ID, false, nil)
		s.Must(err)
		s.is(no, signup.StatusWITHDRAWN, 0)
		if got := s.now(yes); got.OfferExpiresAt != nil {
			s.Fatal("a taken place still expires")
		}
		s.is(s.now(rows[2]), signup.StatusCONFIRMED, 0)
		s.is(s.now(rows[3]), signup.StatusWAITLISTED, 1)
		recount(s.Kit)
	})
}

func TestMorePlacesPromote(t *testing.T) {
	each(t, 6, []int{0}, func(s *scene) {
		big, one, two := s.party(0, 1, 2), s.in(3), s.in(4)
		more := func(capacity *int) {
			s.Must(s.Store.Do(s.Internal(), func(ctx context.Context, tx *store.Tx) error {
				e, err := roster.Lock(ctx, tx, s.event.ID)
				if err != nil {
					return err
				}
				tx.Shift.UpdateOneID(s.shift(0)).ClearCapacity().SetNillableCapacity(capacity).ExecX(ctx)
				return roster.Promote(ctx, tx, e, s.shift(0))
			}))
			recount(s.Kit)
		}
		n := 1
		more(&n)
		s.is(s.now(big[0]), signup.StatusWAITLISTED, 1)
		s.is(s.now(one), signup.StatusCONFIRMED, 0)
		s.is(s.now(two), signup.StatusWAITLISTED, 4)
		more(nil)
		s.is(s.now(big[2]), signup.StatusCONFIRMED, 0)
		s.is(s.now(two), signup.StatusCONFIRMED, 0)
		s.is(s.in(5), signup.StatusCONFIRMED, 0)
	})
}

// queueUp puts parties of these sizes at the end of the first shift's queue, at once.
func (s *scene) queueUp(sizes ...int) {
	s.Helper()
	s.Do(func(ctx context.Context, tx *store.Tx) {
		e, err := roster.Lock(ctx, tx, s.event.ID)
		s.Must(err)
		var people []*db.PersonCreate
		var rows []*db.SignUpCreate
		for _, size := range sizes {
			party := uid.New("py")
			for range size {
				id := uid.New("pe")
				people = append(people, tx.Person.Create().SetID(id).SetCommunityID(e.CommunityID).SetUnitID(e.UnitID).SetName("居民"))
				rows = append(rows, tx.SignUp.Create().SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(s.shift(0)).SetPersonID(id).
					SetStatus(signup.StatusWAITLISTED).SetPlace(roster.Place(e, len(rows))).SetParty(party).SetSignedUpBy(id))
			}
		}
		tx.Person.CreateBulk(people...).ExecX(ctx)
		tx.SignUp.CreateBulk(rows...).ExecX(ctx)
		tx.Shift.UpdateOneID(s.shift(0)).AddWaitlisted(len(rows)).ExecX(ctx)
	})
}

// TestLongQueue reads a queue in several pages whose front is parties that do not fit; page borders fall inside parties.
func TestLongQueue(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		holder := s.in(0)
		s.queueUp(append([]int{3}, slices.Repeat([]int{2}, 208)...)...)
		last := s.in(1)
		s.is(last, signup.StatusWAITLISTED, 420)
		s.out(0, holder)
		s.is(s.now(last), signup.StatusCONFIRMED, 0)
		recount(s.Kit)
	})
}

// TestAPartyLeavesInFrontOfALongQueue lets a whole party go with one answer: four people get its places, three of whom stand behind
// two hundred whose parties are too large.
func TestAPartyLeavesInFrontOfALongQueue(t *testing.T) {
	each(t, 5, []int{4}, func(s *scene) {
		for i := 1; i < 4; i++ {
			s.ActsFor(s.people[0], s.people[i])
		}
		s.openPage(0)
		first := s.in(4)
		family := s.all(s.SignUp(s.As(s.people[0]), s.shift(0), s.ids(0, 1, 2, 3), nil))
		s.out(4, first)
		s.is(s.now(family[3]), signup.StatusOFFERED, 0)
		s.queueUp(append(append([]int{1}, slices.Repeat([]int{5}, 50)...), 1, 1, 1)...)
		_, err := s.AnswerOffer(s.As(s.people[0]), family[0].ID, false, nil)
		s.Must(err)
		recount(s.Kit)
	})
}
