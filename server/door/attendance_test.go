package door_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/device"
	"linli/ent/uid"
	"linli/server/door"
	"linli/server/event"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// Each minute has its source: who recorded it, on which device, how, and what a lead should look at.
func TestWhereMinutesComeFrom(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		h.tick(attendanceentry.DirectionIN, h.begins.Add(20*time.Minute))
		h.tick(attendanceentry.DirectionOUT, h.begins.Add(50*time.Minute))
		var tablet *db.Device
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tablet = tx.Device.Create().SetCommunityID(h.event.CommunityID).SetEventID(h.event.ID).SetKind(device.KindDOOR).SetName("门口平板").
				SetIssuedBy(h.lead.ID).SetLinkHash(uid.New("l0")).SetLinkExpiresAt(h.ends).SetExpiresAt(h.ends).SaveX(ctx)
		})
		atDoor := viewer.With(k.Context(), &viewer.Viewer{CommunityID: h.event.CommunityID, Door: &viewer.Door{DeviceID: tablet.ID, EventID: h.event.ID}})
		k.Clock.Move(20 * time.Minute)
		back := &door.Entry{ID: uuid.NewString(), EventID: h.event.ID, Method: attendanceentry.MethodLIST, At: k.Clock.Now(), SignUpID: &h.row.ID}
		h.expect(h.send(atDoor, back)[0], true)
		k.Clock.Move(2 * time.Hour)
		k.Must(h.door.CloseForgotten(k.Internal(), h.event.ID))
		for _, who := range []*db.Person{h.people[0], h.daughter, h.lead} {
			a := h.attendance(who)
			if a == nil || len(a.Spans) != 2 || *a.Minutes != 30+50 || a.Spans[0].Minutes != 30 || a.Spans[1].Minutes != 50 {
				t.Fatalf("%s reads %+v", who.Name, a)
			}
			first, second := a.Spans[0], a.Spans[1]
			if first.Came.By != "队长" || first.Left.By != "队长" || first.Came.Device != "" || first.Came.Method != attendanceentry.MethodLIST {
				t.Errorf("the first has %+v, %+v", first.Came, first.Left)
			}
			if second.Came.By != "" || second.Came.Device != "门口平板" || second.Came.EntryID != back.ID || !second.From.Equal(back.At) {
				t.Errorf("the second came by %+v", second.Came)
			}
			if second.Left.Method != attendanceentry.MethodRULE || second.Left.By != "" || !second.To.Equal(h.ends) || !second.Left.RecordedAt.Equal(k.Clock.Now()) {
				t.Errorf("the second left by %+v", second.Left)
			}
		}
	})
}

// Nobody but whom it concerns and the leads reads what the log says of somebody.
func TestWhoReadsTheLog(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		h.tick(attendanceentry.DirectionIN, h.begins.Add(20*time.Minute))
		for _, who := range []*db.Person{nil, h.people[1], k.Person(k.Place("there").Root, "外人")} {
			if a := h.attendance(who); a != nil {
				t.Errorf("%v reads %+v", who, a)
			}
		}
		if a := h.attendance(h.people[0]); a.Minutes != nil || a.Spans[0].To != nil || a.Spans[0].Left != nil {
			t.Errorf("she is still there: %+v", a.Spans[0])
		}
	})
}

func TestMinutesOfAShiftThatHasOtherTimes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		h.tick(attendanceentry.DirectionIN, h.begins)
		h.tick(attendanceentry.DirectionOUT, h.begins.Add(time.Hour))
		if h.minutes() != 60 {
			t.Fatalf("%d minutes", h.minutes())
		}
		before, later := h.revision(), h.begins.Add(20*time.Minute)
		_, err := event.New(k.Store, h.roster).Change(k.As(h.lead), h.event.ID, event.ChangeInput{Shifts: []*event.ShiftChange{{ID: &h.row.ShiftID, Name: "岗位", StartsAt: later, EndsAt: h.ends}}})
		k.Must(err)
		a := h.attendance(h.people[0])
		if h.minutes() != 40 || *a.Minutes != 40 || h.row.ChangedRevision <= before {
			t.Errorf("%d minutes, %d in the log", h.minutes(), *a.Minutes)
		}
	})
}

// Events, not people, bound a round of the rule: one event with many who forgot holds up no other.
func TestForgottenAreFoundByEvent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 3)
		other := k.Event(s.place.Root, -10*time.Minute, 5)
		elsewhere := s.list(0, "IN", 0)
		elsewhere.EventID = other.ID
		s.send(k.As(s.lead), s.list(0, "IN", 0), s.list(1, "IN", 0), s.list(2, "IN", 0), elsewhere)
		k.Clock.Move(4 * time.Hour)
		ids, err := s.door.Forgotten(k.Internal(), k.Clock.Now(), 2)
		k.Must(err)
		if slices.Sort(ids); !slices.Equal(ids, slices.Sorted(slices.Values([]string{s.event.ID, other.ID}))) {
			t.Errorf("%v", ids)
		}
	})
}
