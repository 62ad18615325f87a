package door_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/device"
	"linli/ent/uid"
	"linli/server/door"
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
