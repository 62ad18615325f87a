package roster_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/auditentry"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
	"linli/server/roster"
)

// history is what happened to a row: the kinds of its steps, by whom (r: the rules, l: the lead, s: somebody else) and why.
func (s *scene) history(row *roster.SignUp) string {
	var all []string
	for _, one := range s.Store.Client().Step.Query().Where(step.SignUpID(row.ID)).Order(step.ByID()).AllX(s.Internal()) {
		by := map[string]string{"": "r", s.lead.ID: "l"}[one.ActorID]
		if by == "" {
			by = "s"
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", one.Kind, by, one.Reason)))
	}
	return strings.Join(all, ", ")
}

// inbox is what a person was told, with the reasons.
func (s *scene) inbox(person int) string {
	var all []string
	for _, n := range s.Store.Client().Notice.Query().Where(notice.RecipientID(s.people[person].ID)).Order(notice.ByID()).AllX(s.Internal()) {
		by := "r"
		if n.ActorID != nil {
			by = "l"
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", n.Kind, by, n.Reason)))
	}
	return strings.Join(all, ", ")
}

// deeds is the audit log of a verb: subjects and reasons.
func (s *scene) deeds(verb string) string {
	var all []string
	for _, a := range s.Store.Client().AuditEntry.Query().Where(auditentry.Verb(verb), auditentry.ActorID(s.lead.ID)).Order(auditentry.ByID()).AllX(s.Internal()) {
		all = append(all, a.Subject+" "+a.Reason)
	}
	return strings.Join(all, ", ")
}

func (s *scene) equal(what, got, want string) {
	s.Helper()
	if got != want {
		s.Fatalf("%s: %q, want %q", what, got, want)
	}
}

// strangers are those who may not touch a sign-up of the scene's event, with what they are told.
func (s *scene) strangers() map[*db.Person]fault.Code {
	there := s.Place("there")
	neighbour, abroad, far := s.Person(s.place.Households[0], "邻居"), s.Person(there.Households[0], "外"), s.Person(s.place.Households[3], "远")
	s.Role(abroad, there.Root, membership.RoleSECRETARY)
	s.Role(far, s.place.Branches[1], membership.RoleLEAD)
	return map[*db.Person]fault.Code{nil: fault.Unauthenticated, neighbour: fault.NotFound, abroad: fault.NotFound, far: fault.NotFound}
}

// jump is a verb of the lead on a sign-up that takes a reason.
type jump func(ctx context.Context, id, reason string, key *string) error

func (s *scene) jumps() map[string]jump {
	return map[string]jump{
		"moveUp": func(ctx context.Context, id, reason string, key *string) error {
			_, err := s.MoveUp(ctx, id, reason, key)
			return err
		},
		"confirmSignUp": func(ctx context.Context, id, reason string, key *string) error {
			_, err := s.Confirm(ctx, id, reason, key)
			return err
		},
		"addPlaces": func(ctx context.Context, _, reason string, key *string) error {
			_, err := s.AddPlaces(ctx, s.shift(0), 1, reason, key)
			return err
		},
	}
}

// TestJumpsAreForLeadsWithReasons asks for every way past the queue as those who may not, without a reason, and when it is too late.
func TestJumpsAreForLeadsWithReasons(t *testing.T) {
	each(t, 3, []int{1}, func(s *scene) {
		s.in(0)
		s.in(1)
		waits := s.in(2)
		strangers := s.strangers()
		for verb, do := range s.jumps() {
			try := func(ctx context.Context, reason string, code fault.Code, why string) {
				s.Helper()
				s.refused(s.unchanged(func() error { return do(ctx, waits.ID, reason, nil) }), code, why)
			}
			for who, code := range strangers {
				if verb == "addPlaces" && code == fault.NotFound && who.CommunityID == s.place.Community.ID {
					code = fault.Forbidden // the shift is no secret
				}
				try(s.As(who), "老人", code, "")
			}
			try(s.As(s.people[2]), "我想", fault.Forbidden, "") // not for herself either
			try(s.As(s.lead), " ", fault.BadInput, "EMPTY")
			try(s.As(s.lead), strings.Repeat("长", 201), fault.BadInput, "TOO_LONG")
			s.Store.Client().Event.UpdateOneID(s.event.ID).SetStatus(event.StatusCANCELLED).ExecX(s.Internal())
			try(s.As(s.lead), "老人", fault.Closed, "EVENT_CANCELLED")
			s.Store.Client().Event.UpdateOneID(s.event.ID).SetStatus(event.StatusPUBLISHED).ExecX(s.Internal())
			if verb != "addPlaces" {
				s.refused(do(s.As(s.lead), "su_none", "老人", nil), fault.NotFound, "")
			}
		}
	})
}

func TestJumpWithAKeyIsDoneOnce(t *testing.T) {
	each(t, 4, []int{1}, func(s *scene) {
		secretary, key := s.Person(s.place.Households[0], "书记"), "k"
		s.Role(secretary, s.place.Root, membership.RoleSECRETARY)
		s.in(0)
		s.in(1)
		waits := s.in(2)
		for _, verb := range []string{"moveUp", "addPlaces", "confirmSignUp"} {
			do, ctx, mine := s.jumps()[verb], s.As(secretary), key+verb
			s.Must(do(ctx, waits.ID, "老人", &mine))
			s.Must(s.unchanged(func() error { return do(ctx, waits.ID, "老人", &mine) }))
			s.refused(s.unchanged(func() error { return do(ctx, waits.ID, "另一个", &mine) }), fault.Conflict, "KEY_REUSED")
		}
		recount(s.Kit)
	})
}

func TestMoveUp(t *testing.T) {
	each(t, 6, []int{1}, func(s *scene) {
		holder, one, two := s.in(0), s.in(1), s.in(2)
		pair := s.party(3, 4)
		got, err := s.MoveUp(s.As(s.lead), pair[1].ID, "  家里有 老人 ", nil)
		s.Must(err)
		s.is(got, signup.StatusWAITLISTED, 2) // with her party, in their order
		s.is(s.now(pair[0]), signup.StatusWAITLISTED, 1)
		s.is(s.now(one), signup.StatusWAITLISTED, 3)
		s.is(s.now(two), signup.StatusWAITLISTED, 4)
		for _, row := range pair {
			s.equal("moved", s.history(row), "MOVED_UP l 家里有 老人")
		}
		s.equal("passed", s.history(one)+s.history(two), "OVERTAKEN l 家里有 老人OVERTAKEN l 家里有 老人")
		s.equal("told", s.inbox(3)+s.inbox(1), "SIGNED_UP l, MOVED_UP l 家里有 老人OVERTAKEN l 家里有 老人")
		s.equal("on record", s.deeds("moveUp"), pair[0].ID+" 家里有 老人, "+pair[1].ID+" 家里有 老人")
		s.Must(s.unchanged(func() error { // at the front already
			got, err := s.MoveUp(s.As(s.lead), pair[0].ID, "再来", nil)
			s.is(got, signup.StatusWAITLISTED, 1)
			return err
		}))
		_, err = s.MoveUp(s.As(s.lead), holder.ID, "再来", nil)
		s.refused(err, fault.Conflict, "NOT_WAITING")
		s.is(s.in(5), signup.StatusWAITLISTED, 5) // who comes later stands behind all
		recount(s.Kit)
	})
}

// TestMoveUpMayUseWhatWasHeld lets a lead move somebody past a party for which a place is held.
func TestMoveUpMayUseWhatWasHeld(t *testing.T) {
	each(t, 8, []int{1}, func(s *scene) {
		pair := s.party(0, 1)
		for person := 2; person < 5; person++ { // three small ones pass it
			s.out(person, s.in(person))
		}
		last := s.in(5)
		s.is(last, signup.StatusWAITLISTED, 3)
		s.equal("passed over", s.history(pair[0]), "PASSED_OVER r, PASSED_OVER r, PASSED_OVER r")
		s.equal("told", s.inbox(1), "SIGNED_UP l, PASSED_OVER r, PASSED_OVER r, PASSED_OVER r")
		if sh := s.Store.Client().Shift.Query().Where(shift.ID(s.shift(0))).OnlyX(s.Internal()); sh.Held != 1 || s.now(pair[0]).PassedOver != 3 {
			s.Fatalf("%d held, passed over %d times", sh.Held, s.now(pair[0]).PassedOver)
		}
		step := s.Store.Client().Step.Query().FirstX(s.Internal())
		if step.Asked != 2 || step.Free != 1 {
			s.Fatalf("%d asked, %d free", step.Asked, step.Free)
		}
		got, err := s.MoveUp(s.As(s.lead), last.ID, "急", nil)
		s.Must(err)
		s.is(got, signup.StatusCONFIRMED, 0) // no page of hers is open
		s.equal("moved", s.history(last), "MOVED_UP l 急, CONFIRMED r")
		recount(s.Kit)
	})
}

func TestConfirm(t *testing.T) {
	each(t, 6, []int{1}, func(s *scene) {
		s.in(0)
		one := s.in(1)
		pair := s.party(2, 3)
		got, err := s.Confirm(s.As(s.lead), pair[0].ID, "人手不够", nil)
		s.Must(err)
		s.is(got, signup.StatusCONFIRMED, 0)
		s.is(s.now(pair[1]), signup.StatusCONFIRMED, 0)
		s.is(s.now(one), signup.StatusWAITLISTED, 1)
		if sh := s.Store.Client().Shift.Query().Where(shift.ID(s.shift(0))).OnlyX(s.Internal()); *sh.Capacity != 3 {
			s.Fatalf("%d places", *sh.Capacity)
		}
		s.equal("confirmed", s.history(pair[1]), "CONFIRMED l 人手不够")
		s.equal("passed", s.history(one), "OVERTAKEN l 人手不够")
		s.equal("told", s.inbox(2)+s.inbox(1), "SIGNED_UP l, PROMOTED l 人手不够OVERTAKEN l 人手不够")
		s.equal("on record", s.deeds("confirmSignUp"), pair[0].ID+" 人手不够, "+pair[1].ID+" 人手不够")
		s.Must(s.unchanged(func() error { _, err := s.Confirm(s.As(s.lead), pair[0].ID, "再来", nil); return err }))
		last := s.in(4)
		got, err = s.Confirm(s.As(s.lead), last.ID, "还差一个", nil) // one place is missing, not two
		s.Must(err)
		s.is(got, signup.StatusCONFIRMED, 0)
		s.out(1, one)
		_, err = s.Confirm(s.As(s.lead), one.ID, "再来", nil)
		s.refused(err, fault.Conflict, "NOT_WAITING")
		recount(s.Kit)
	})
}

func TestConfirmEndsAnOffer(t *testing.T) {
	each(t, 2, []int{1}, func(s *scene) {
		s.openPage(1)
		first, second := s.in(0), s.in(1)
		s.out(0, first)
		s.is(s.now(second), signup.StatusOFFERED, 0)
		got, err := s.Confirm(s.As(s.lead), second.ID, "她来电话了", nil)
		s.Must(err)
		s.is(got, signup.StatusCONFIRMED, 0)
		s.Clock.Move(90 * time.Minute)
		s.Must(s.Settle(s.Internal(), s.event.ID))
		s.is(s.now(second), signup.StatusCONFIRMED, 0)
		recount(s.Kit)
	})
}

func TestAddPlaces(t *testing.T) {
	each(t, 4, []int{1, -1}, func(s *scene) {
		s.openPage(1)
		s.in(0)
		one, two, three := s.in(1), s.in(2), s.in(3)
		got, err := s.AddPlaces(s.As(s.lead), s.shift(0), 2, "多了两把椅子", nil)
		s.Must(err)
		if *got.Capacity != 3 || got.Offered != 1 || got.Confirmed != 2 || got.Waitlisted != 1 {
			s.Fatalf("the shift is %v", got)
		}
		s.is(s.now(one), signup.StatusOFFERED, 0)
		s.is(s.now(two), signup.StatusCONFIRMED, 0)
		s.is(s.now(three), signup.StatusWAITLISTED, 1)
		s.equal("on record", s.deeds("addPlaces"), s.shift(0)+" 多了两把椅子")
		for places, why := range map[int]string{0: "RANGE", -1: "RANGE", 1001: "RANGE"} {
			_, err := s.AddPlaces(s.As(s.lead), s.shift(0), places, "多", nil)
			s.refused(err, fault.BadInput, why)
		}
		_, err = s.AddPlaces(s.As(s.lead), s.shift(1), 1, "多", nil)
		s.refused(err, fault.Conflict, "UNLIMITED")
		s.Store.Client().Shift.UpdateOneID(s.shift(0)).SetCapacity(99_500).ExecX(s.Internal())
		_, err = s.AddPlaces(s.As(s.lead), s.shift(0), 1000, "多", nil)
		s.refused(err, fault.Conflict, "TOO_MANY")
		_, err = s.AddPlaces(s.As(s.lead), "sh_none", 1, "多", nil)
		s.refused(err, fault.NotFound, "")
	})
}
