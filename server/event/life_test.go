package event_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/event"
	"linli/ent/db/message"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/ent/uid"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

func TestPublish(t *testing.T) {
	each(t, func(s *stage) {
		e := s.draft()
		hidden := func(ctx context.Context) error { _, err := s.events.Publish(ctx, e.ID); return err }
		s.refused(hidden(s.As(nil)), fault.Unauthenticated, "")
		s.refused(hidden(s.As(s.volunteer)), fault.NotFound, "") // a draft is known to those who may edit it
		s.refused(hidden(s.As(s.elsewhere)), fault.NotFound, "")
		s.refused(hidden(s.As(s.abroad)), fault.NotFound, "")
		for range 2 {
			got, err := s.events.Publish(s.As(s.lead), e.ID)
			s.Must(err)
			if got.Status != event.StatusPUBLISHED || s.audited("publishEvent", e.ID) != 1 {
				t.Fatalf("published as %v", got)
			}
		}
		late := s.draft()
		s.Clock.Move(27 * time.Hour)
		err := s.unchanged(func() error { _, err := s.events.Publish(s.As(s.lead), late.ID); return err })
		s.refused(err, fault.Closed, "")
		if got := s.Store.Client().Event.GetX(s.Internal(), e.ID); s.events.Status(got) != events.Finished {
			t.Fatalf("an event that is over is %s", s.events.Status(got))
		}
	})
}

func TestCancel(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 2)
		s.nobodyBut(func(ctx context.Context) error { _, err := s.events.Cancel(ctx, e.ID, "下雨"); return err })
		for _, reason := range []string{" ", strings.Repeat("长", 201)} {
			_, err := s.events.Cancel(s.As(s.lead), e.ID, reason)
			s.refused(err, fault.BadInput, "reason")
		}
		s.signUp(e.Edges.Shifts[0], s.volunteer, signup.StatusCONFIRMED, 1)
		s.signUp(e.Edges.Shifts[0], s.member, signup.StatusWAITLISTED, 2)
		s.signUp(e.Edges.Shifts[0], s.elsewhere, signup.StatusWITHDRAWN, 3)
		came := s.signUp(e.Edges.Shifts[0], s.teamLead, signup.StatusCONFIRMED, 4)
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.SignUp.UpdateOne(came).SetCheckedInAt(tx.Now()).ExecX(ctx)
			tx.Shift.UpdateOneID(came.ShiftID).AddCheckedIn(1).ExecX(ctx)
		})
		s.ActsFor(s.secretary, s.member)
		s.ActsFor(s.secretary, s.volunteer) // told once all the same
		for range 2 {
			got, err := s.events.Cancel(s.As(s.lead), e.ID, "下雨")
			s.Must(err)
			if got.Status != event.StatusCANCELLED || got.CancelReason != "下雨" || s.audited("cancelEvent", e.ID) != 1 {
				t.Fatalf("cancelled as %v", got)
			}
			s.dismissed(e, came)
			for who, want := range map[string]int{s.volunteer.ID: 1, s.member.ID: 1, s.secretary.ID: 1, s.elsewhere.ID: 0, s.teamLead.ID: 1} {
				n := 0
				for _, row := range s.Store.Client().Notice.Query().AllX(s.Internal()) {
					if row.RecipientID == who && row.Kind == "CANCELLED" && row.Reason == "下雨" && *row.ActorID == s.lead.ID {
						n++
					}
				}
				if n != want {
					t.Errorf("%s was told %d times, want %d", who, n, want)
				}
			}
		}
		_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Title: of("晴")})
		s.refused(err, fault.Closed, "")
		_, err = s.events.Publish(s.As(s.lead), e.ID)
		s.refused(err, fault.Closed, "")
		past := s.Event(s.here.Branches[0], -3*time.Hour, 1)
		err = s.unchanged(func() error { _, err := s.events.Cancel(s.As(s.lead), past.ID, "下雨"); return err })
		s.refused(err, fault.Closed, "")
	})
}

// dismissed fails unless the one who came is the only one left, and the others were removed and it is on record.
func (s *stage) dismissed(e *db.Event, came *db.SignUp) {
	s.t.Helper()
	removed := 0
	for _, row := range s.Store.Client().SignUp.Query().Where(signup.EventID(e.ID)).AllX(s.Internal()) {
		steps := s.Store.Client().Step.Query().Where(step.SignUpID(row.ID)).AllX(s.Internal())
		switch {
		case row.ID == came.ID:
			if row.Status != signup.StatusCONFIRMED {
				s.t.Fatalf("who came is %s", row.Status)
			}
		case row.Status == signup.StatusREMOVED:
			removed++
			if row.Reason != "下雨" || len(steps) != 1 || steps[0].Kind != step.KindREMOVED || steps[0].Reason != "下雨" {
				s.t.Fatalf("removed as %v, on record %v", row, steps)
			}
		}
	}
	if got := s.shifts(e)[0]; removed != 2 || got.Confirmed != 1 || got.Waitlisted != 0 || got.Offered != 0 {
		s.t.Fatalf("%d removed, the shift is %v", removed, got)
	}
}

func TestCopy(t *testing.T) {
	each(t, func(s *stage) {
		in := s.input()
		in.TeamID, in.ContactName = &s.team.ID, of("王")
		in.Shifts = append(in.Shifts, &events.ShiftInput{Name: "拍照", StartsAt: in.StartsAt.Add(time.Hour), EndsAt: in.EndsAt})
		e, err := s.events.Create(s.As(s.teamLead), in)
		s.Must(err)
		_, err = s.events.Publish(s.As(s.teamLead), e.ID)
		s.Must(err)
		s.signUp(s.shifts(e)[0], s.volunteer, signup.StatusCONFIRMED, 1)
		_, err = s.events.NameSubstitute(s.As(s.lead), e.ID, s.teamLead.ID)
		s.Must(err)
		at := e.StartsAt.AddDate(0, 0, 7)
		_, err = s.events.Copy(s.As(s.volunteer), e.ID, at)
		s.refused(err, fault.Forbidden, "")
		_, err = s.events.Copy(s.As(s.abroad), e.ID, at)
		s.refused(err, fault.NotFound, "")
		err = s.unchanged(func() error { _, err := s.events.Copy(s.As(s.lead), e.ID, at.AddDate(3, 0, 0)); return err })
		s.refused(err, fault.BadInput, "startsAt")

		got, err := s.events.Copy(s.As(s.teamLead), e.ID, at)
		s.Must(err)
		shifts := s.shifts(got)
		if got.ID == e.ID || got.Status != event.StatusDRAFT || got.Title != e.Title || *got.ContactName != "王" || *got.TeamID != s.team.ID ||
			!got.StartsAt.Equal(at) || got.EndsAt.Sub(got.StartsAt) != 2*time.Hour || got.Search != e.Search {
			t.Fatalf("copied as %v", got)
		}
		if len(shifts) != 2 || !shifts[0].StartsAt.Equal(at) || !shifts[1].StartsAt.Equal(at.Add(time.Hour)) || *shifts[0].Capacity != 5 ||
			shifts[1].Capacity != nil || shifts[0].Confirmed != 0 {
			t.Fatalf("copied the shifts %v", shifts)
		}
		subs, err := s.events.SubstitutesOf(s.Internal(), []string{got.ID})
		if err != nil || len(subs) != 0 {
			t.Fatalf("copied the substitutes %v, %v", subs, err)
		}
	})
}

func TestRemoveShift(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 1, 1, 1, 1)
		all := e.Edges.Shifts
		s.signUp(all[0], s.volunteer, signup.StatusWAITLISTED, 1)
		gone := s.signUp(all[1], s.volunteer, signup.StatusWITHDRAWN, 1)
		s.signUp(all[2], s.member, signup.StatusWITHDRAWN, 1)
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.AttendanceEntry.Create().SetID(uid.New("at")).SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(all[2].ID).
				SetMethod(attendanceentry.MethodLIST).SetDirection(attendanceentry.DirectionIN).SetAt(tx.Now()).SetRecordedBy(s.lead.ID).
				SetFingerprint("f").SetWarnings([]string{}).ExecX(ctx)
			tx.Step.Create().SetCommunityID(e.CommunityID).SetEventID(e.ID).SetSignUpID(gone.ID).SetKind(step.KindWITHDRAWN).ExecX(ctx)
			tx.Message.Create().SetCommunityID(e.CommunityID).SetPersonID(s.volunteer.ID).SetSignUpID(gone.ID).
				SetKind(message.KindOFFER).SetDueAt(tx.Now()).ExecX(ctx)
		})
		remove := func(i int) error { _, err := s.events.RemoveShift(s.As(s.lead), all[i].ID); return err }
		s.nobodyBut(func(ctx context.Context) error { _, err := s.events.RemoveShift(ctx, all[1].ID); return err })
		s.refused(s.unchanged(func() error { return remove(0) }), fault.Conflict, "")
		s.refused(s.unchanged(func() error { return remove(2) }), fault.Conflict, "")
		s.Must(remove(1))
		s.refused(remove(1), fault.NotFound, "")
		if n := len(s.shifts(e)); n != 3 || s.audited("removeShift", all[1].ID) != 1 {
			t.Fatalf("%d shifts are left", n)
		}
		if s.Store.Client().SignUp.Query().Where(signup.ID(gone.ID)).ExistX(s.Internal()) {
			t.Fatal("the withdrawn sign-up stayed")
		}
		if now := s.Store.Client().Event.GetX(s.Internal(), e.ID); now.RowsSince == nil || *now.RowsSince != now.RosterVersion {
			t.Fatalf("whoever follows the roster is not told: %v at %d", now.RowsSince, now.RosterVersion)
		}
		last := s.Event(s.here.Branches[0], time.Hour, 1)
		_, err := s.events.RemoveShift(s.As(s.lead), last.Edges.Shifts[0].ID)
		if f := s.refused(err, fault.Conflict, ""); f.Reason != "LAST_SHIFT" {
			t.Fatalf("refused with %+v", f)
		}
		s.Clock.Move(4 * time.Hour)
		s.refused(remove(3), fault.Closed, "")
	})
}

func TestSubstitutes(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], time.Hour, 1)
		s.nobodyBut(func(ctx context.Context) error {
			_, err := s.events.NameSubstitute(ctx, e.ID, s.volunteer.ID)
			return err
		})
		s.nobodyBut(func(ctx context.Context) error {
			_, err := s.events.DropSubstitute(ctx, e.ID, s.volunteer.ID)
			return err
		})
		rights := s.Store.Hub.Watch(live.Rights(s.volunteer.ID))
		for range 2 {
			_, err := s.events.NameSubstitute(s.As(s.lead), e.ID, s.volunteer.ID)
			s.Must(err)
		}
		<-rights.C
		if n := s.notices(s.volunteer); !slices.Equal(n, []string{"SUBSTITUTE"}) {
			t.Fatalf("told of %v", n)
		}
		subs, err := s.events.SubstitutesOf(s.As(s.lead), []string{e.ID})
		if err != nil || len(subs) != 1 || subs[0].Edges.Person.Name != "志愿者" {
			t.Fatalf("substitutes %v, %v", subs, err)
		}
		_, err = s.events.NameSubstitute(s.As(s.lead), e.ID, s.abroad.ID)
		s.refused(err, fault.NotFound, "")
		_, err = s.events.NameSubstitute(s.As(s.volunteer), e.ID, s.volunteer.ID) // a substitute does not edit
		s.refused(err, fault.Forbidden, "")
		for range 2 {
			_, err = s.events.DropSubstitute(s.As(s.lead), e.ID, s.volunteer.ID)
			s.Must(err)
		}
		<-rights.C
		if s.audited("nameSubstitute", e.ID) != 1 || s.audited("dropSubstitute", e.ID) != 1 {
			t.Fatal("not audited once each")
		}
		for range 20 {
			_, err = s.events.NameSubstitute(s.As(s.lead), e.ID, s.Person(s.here.Households[0], "甲").ID)
			s.Must(err)
		}
		_, err = s.events.NameSubstitute(s.As(s.lead), e.ID, s.volunteer.ID)
		s.refused(err, fault.Conflict, "")
		s.Clock.Move(4 * time.Hour)
		_, err = s.events.NameSubstitute(s.As(s.lead), e.ID, s.volunteer.ID)
		s.refused(err, fault.Closed, "")
	})
}

func TestRename(t *testing.T) {
	each(t, func(s *stage) {
		in := s.input()
		in.TeamID = &s.team.ID
		_, err := s.events.Create(s.As(s.teamLead), in)
		s.Must(err)
		s.Must(s.Store.Do(s.Internal(), func(ctx context.Context, tx *store.Tx) error {
			team := tx.Team.UpdateOneID(s.team.ID).SetName("太极队").SaveX(ctx)
			return events.Rename(ctx, tx, team)
		}))
		if got := s.titles(s.lead, events.Query{Search: of("taiji")}); len(got) != 1 {
			t.Fatalf("found %v by the new name", got)
		}
		if got := s.titles(s.lead, events.Query{Search: of("hechang")}); len(got) != 0 {
			t.Fatalf("found %v by the old name", got)
		}
	})
}
