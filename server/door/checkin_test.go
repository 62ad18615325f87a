package door_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/ent/db/todo"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

func (s *scene) entry(method attendanceentry.Method, d attendanceentry.Direction, at time.Time, change func(*door.Entry)) *door.Entry {
	e := &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: method, Direction: &d, At: at}
	if change != nil {
		change(e)
	}
	return e
}

func (s *scene) of(person int) func(*door.Entry) {
	return func(e *door.Entry) { e.PersonID = &s.people[person].ID }
}

func (s *scene) list(person int, d attendanceentry.Direction, ago time.Duration) *door.Entry {
	return s.entry(attendanceentry.MethodLIST, d, s.Clock.Now().Add(-ago), s.of(person))
}

func (s *scene) undo(e *door.Entry) *door.Entry {
	return s.entry(attendanceentry.MethodLIST, attendanceentry.DirectionUNDO, s.Clock.Now(), func(u *door.Entry) { u.Undoes = &e.ID })
}

func (s *scene) line(id string) *db.AttendanceEntry {
	return s.Store.Client().AttendanceEntry.GetX(s.Internal(), id)
}

// todo tells whether an entry is on the list of to-dos and whether it is done there.
func (s *scene) todo(e *door.Entry) (listed, done bool) {
	d, err := s.Store.Client().Todo.Query().Where(todo.EntryID(e.ID)).Only(s.Internal())
	return err == nil, err == nil && d.DoneAt != nil
}

func (s *scene) expectTodo(e *door.Entry, listed, done bool) {
	s.Helper()
	if l, d := s.todo(e); l != listed || d != done {
		s.Fatalf("listed %v and done %v, want %v and %v", l, d, listed, done)
	}
}

// device makes a door device of the event, and a context of its own.
func (s *scene) device(kiosk bool) (*db.Device, context.Context) {
	s.Helper()
	var row *db.Device
	s.Do(func(ctx context.Context, tx *store.Tx) {
		row = tx.Device.Create().SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).SetKind("DOOR").SetName("门口").SetIssuedBy(s.lead.ID).
			SetLinkHash(uuid.NewString()).SetLinkExpiresAt(s.Clock.Now()).SetClaimedAt(s.Clock.Now()).SetExpiresAt(s.event.EndsAt).SaveX(ctx)
	})
	return row, s.at(&viewer.Door{DeviceID: row.ID, EventID: s.event.ID, Kiosk: kiosk})
}

func (s *scene) at(at *viewer.Door) context.Context {
	return viewer.With(s.Context(), &viewer.Viewer{CommunityID: s.event.CommunityID, Door: at})
}

// A phone that is wrong by hours is wrong for all that it sends by as much; what somebody typed is not the phone's.
func TestWrongClocks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 4)
		row, device := s.device(false)
		now := s.Clock.Now()
		slow := now.Add(-3 * time.Hour)
		in := s.list(0, "IN", 3*time.Hour+5*time.Minute)
		typed := s.entry("BACKFILL", "IN", now.Add(-time.Minute), func(e *door.Entry) { s.of(1)(e); e.Reason = ptr("手机没电") })
		ahead := s.list(2, "IN", -time.Hour)
		r, err := s.door.CheckIn(device, []*door.Entry{in, typed}, door.From{SentAt: &slow, Sender: &row.ID})
		k.Must(err)
		s.expect(r[0], true, door.ClockSkew)
		s.expect(r[1], true)
		if l := s.line(in.ID); !l.CorrectedAt.Equal(now.Add(-5*time.Minute)) || !l.At.Equal(in.At) || !r[0].Row.CheckedInAt.Equal(*l.CorrectedAt) {
			t.Fatalf("counted at %v", l.CorrectedAt)
		}
		s.expect(s.send(device, ahead)[0], true, door.ClockSkew)
		if l := s.line(ahead.ID); !l.CorrectedAt.Equal(now) {
			t.Fatalf("what is still to come counts at %v", l.CorrectedAt)
		}
		near, little := now.Add(-90*time.Second), s.list(3, "IN", 2*time.Minute)
		r, err = s.door.CheckIn(device, []*door.Entry{little}, door.From{SentAt: &near})
		k.Must(err)
		s.expect(r[0], true)
		if own := k.Store.Client().Device.GetX(k.Internal(), row.ID); own.ClockOffset == nil || *own.ClockOffset != 90_000 {
			t.Fatalf("the device is behind by %v", own.ClockOffset)
		}
	})
}

func TestWhoSends(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 3)
		other := k.Event(s.place.Root, time.Hour, 5)
		row, device := s.device(false)
		_, kiosk := s.device(true)
		var refused *fault.Error
		_, err := s.door.CheckIn(k.As(s.lead), []*door.Entry{s.tick(0)}, door.From{Sender: &row.ID})
		if !errors.As(err, &refused) || refused.Code != fault.Conflict || refused.Reason != "SENDER" || refused.Field != "sender" {
			t.Fatalf("what somebody else entered: %v", err)
		}
		in, elsewhere := s.tick(0), s.tick(1)
		elsewhere.EventID = other.ID
		r := s.send(device, in, elsewhere)
		s.expect(r[0], true)
		s.expect(r[1], false, door.Forbidden)
		s.expect(s.send(kiosk, s.tick(1))[0], false, door.Forbidden)
		if l := s.line(in.ID); l.RecordedBy != "" || l.DeviceID != row.ID || r[0].Row.Name != s.people[0].Name || r[0].Row.Number != 1 {
			t.Fatalf("recorded by %q on %q, shown %+v", l.RecordedBy, l.DeviceID, r[0].Row)
		}
		end := k.Clock.Now()
		ended := s.at(&viewer.Door{DeviceID: row.ID, EventID: s.event.ID, EndedAt: &end, Revoked: true})
		k.Clock.Move(time.Hour)
		r = s.send(ended, s.list(1, "IN", 61*time.Minute), s.list(2, "IN", 59*time.Minute))
		s.expect(r[0], true, door.DeviceRevoked)
		s.expect(r[1], false, door.Forbidden)
		k.Clock.Move(7 * 24 * time.Hour)
		if _, err := s.door.CheckIn(ended, []*door.Entry{s.tick(2)}, door.From{}); !errors.As(err, &refused) || refused.Code != fault.Unauthenticated || refused.Reason != "DEVICE_REVOKED" {
			t.Fatalf("a week later: %v", err)
		}
	})
}

func TestCardsAtTheDoor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		granny := k.Person(s.place.Households[1], "李奶奶")
		s.people = append(s.people, granny)
		scan := func(person int) *door.Entry {
			card, err := s.roster.Tickets().IssueCard(k.As(s.people[person]), s.people[person].ID)
			k.Must(err)
			return s.entry("SCAN", "IN", s.Clock.Now(), func(e *door.Entry) { e.Ticket = &card.Ticket })
		}
		lead := k.As(s.lead)
		s.expect(s.send(lead, scan(0))[0], true)
		old := scan(1)
		left := s.list(1, "OUT", 0)
		s.expect(s.send(lead, left)[0], true, door.NotHere, door.NotSignedUp) // by another phone, which was the first to have a network
		came := scan(1)
		came.At = came.At.Add(-time.Minute)
		s.expect(s.send(lead, old)[0], false, door.BadTicket)
		r := s.send(lead, came)
		s.expect(r[0], true, door.NotSignedUp)
		if r[0].Row.CheckedOutAt == nil || r[0].Row.Card != 2 || !r[0].Row.WalkIn {
			t.Fatalf("shown %+v", r[0].Row)
		}
		s.counts(2, 0, 2)
	})
}

func TestFilledInAfterwards(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		_, err := s.roster.SignUp(k.As(s.lead), s.event.Edges.Shifts[0].ID, nil, nil)
		k.Must(err)
		s.people = append(s.people, s.lead)
		lead, now := k.As(s.lead), s.Clock.Now()
		s.expect(s.send(lead, s.entry("BACKFILL", "IN", now, s.of(0)))[0], true, door.NoReason)
		s.expect(s.send(lead, s.entry("BACKFILL", "IN", now, func(e *door.Entry) { s.of(1)(e); e.Reason = ptr("忘了") }))[0], true, door.ByOneself)
		for field, bad := range map[string]*door.Entry{
			"input.0.reason":    s.entry("BACKFILL", "IN", now, func(e *door.Entry) { s.of(0)(e); e.Reason = ptr(strings.Repeat("长", 201)) }),
			"input.0.method":    s.entry("RULE", "OUT", now, s.of(0)),
			"input.0.direction": s.entry("VENUE_CODE", "ABSENT", now, s.of(0)),
			"input.0.shiftId":   s.entry("LIST", "IN", now, func(e *door.Entry) { s.of(0)(e); e.ShiftID = ptr(strings.Repeat("x", 65)) }),
		} {
			var refused *fault.Error
			if _, err := s.door.CheckIn(lead, []*door.Entry{bad}, door.From{}); !errors.As(err, &refused) || refused.Code != fault.BadInput || refused.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		var refused *fault.Error
		if _, err := s.door.CheckIn(lead, make([]*door.Entry, 201), door.From{}); !errors.As(err, &refused) || refused.Details["most"] != 200 {
			t.Errorf("201 entries: %v", err)
		}
	})
}

func TestTodosOfEntries(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 3)
		lead := k.As(s.lead)
		_, device := s.device(false)
		first, again, elsewhere := s.list(0, "IN", 9*time.Minute), s.list(0, "IN", 8*time.Minute), s.list(0, "IN", 7*time.Minute)
		s.expect(s.send(lead, first, again)[1], true, door.AlreadyCheckedIn)
		s.expect(s.send(device, elsewhere)[0], true, door.AlreadyCheckedIn)
		s.expectTodo(first, false, false)
		s.expectTodo(again, false, false) // one phone scanned it twice
		s.expectTodo(elsewhere, true, false)
		s.expect(s.send(lead, s.undo(elsewhere))[0], true)
		s.expectTodo(elsewhere, true, true)
		out := s.list(1, "OUT", time.Minute)
		s.expect(s.send(device, out)[0], true, door.NotHere)
		s.expectTodo(out, true, false)
		r := s.send(lead, s.list(1, "IN", 5*time.Minute))
		s.expect(r[0], true)
		s.expectTodo(out, true, true) // now it is known that she came
		if row := k.Store.Client().SignUp.GetX(k.Internal(), *r[0].SignUpID); row.Minutes == nil || *row.Minutes != 4 {
			t.Fatalf("%v minutes", row.Minutes)
		}
		back := s.list(1, "IN", 0)
		s.expect(s.send(lead, back)[0], true) // she came again, which is no double
		absent := s.list(2, "ABSENT", 0)
		if r := s.send(lead, absent); r[0].Row.AbsentAt == nil {
			t.Fatal("her absence is not shown")
		}
		if r := s.send(device, s.list(2, "IN", time.Minute)); r[0].Row.AbsentAt != nil {
			t.Fatal("she is here")
		}
	})
}

// One phone that uses an id for something else does not stop the others that wait with it.
func TestABatchFailsAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 20, 20)
		lead := k.As(s.lead)
		used := s.tick(0)
		s.send(lead, used)
		var all sync.WaitGroup
		for i := range 20 {
			e := s.tick(i)
			if i%4 == 0 {
				e.ID = used.ID
				e.At = e.At.Add(-time.Minute)
			}
			all.Go(func() {
				r, err := s.door.CheckIn(lead, []*door.Entry{s.tick(i), e}, door.From{})
				if i%4 == 0 && fault.Of(err) != fault.Conflict || i%4 != 0 && (err != nil || !r[0].Accepted || !r[1].Accepted) {
					t.Errorf("batch %d: %+v %v", i, r, err)
				}
			})
		}
		all.Wait()
		if n := k.Store.Client().AttendanceEntry.Query().CountX(k.Internal()); n != 1+15*2 {
			t.Fatalf("%d lines", n)
		}
		s.counts(20, 0, 16)
	})
}

// The ticket of a place that was given up stands for the person, who may have another.
func TestAnOldTicketOfSomebodyWhoIsBack(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		mine := k.Store.Client().SignUp.Query().OnlyX(k.Internal())
		_, err := s.roster.Withdraw(k.As(s.people[0]), mine.ID, nil, nil)
		k.Must(err)
		_, err = s.roster.SignUp(k.As(s.people[0]), s.event.Edges.Shifts[0].ID, nil, nil)
		k.Must(err)
		s.expect(s.send(k.As(s.lead), s.entry("LIST", "IN", s.Clock.Now(), func(e *door.Entry) { e.SignUpID = &mine.ID }))[0], true)
		s.counts(1, 0, 1)
	})
}

// A volunteer takes back what she entered, not what the lead did.
func TestTakingBackWhatTheLeadEntered(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		k.Role(s.people[0], s.place.Root, membership.RoleMEMBER)
		in := s.tick(0)
		s.send(k.As(s.lead), in)
		code, err := s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		back := s.undo(in)
		back.Method, back.VenueCode = attendanceentry.MethodVENUE_CODE, &code.Code
		s.expect(s.send(k.As(s.people[0]), back)[0], false, door.Forbidden)
		s.counts(1, 0, 1)
	})
}
