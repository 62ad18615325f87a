package door_test

import (
	"testing"
	"time"

	"linli/ent/db/attendanceentry"
	"linli/server/door"
	"linli/server/testkit"
	"linli/server/viewer"
)

// A device has no part in the log of another event, though it may stand where that one's code is shown.
func TestADeviceAtAnotherDoor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		_, own := s.device(false)
		in := s.tick(0)
		s.expect(s.send(own, in)[0], true)
		code, err := s.door.VenueCode(own, s.event.ID)
		k.Must(err)
		back := s.undo(in)
		back.Method, back.VenueCode = attendanceentry.MethodVENUE_CODE, &code.Code
		other := k.Event(s.place.Root, time.Hour, 5)
		for name, at := range map[string]*viewer.Door{
			"another event's":       {DeviceID: "dv_other", EventID: other.ID},
			"another event's kiosk": {DeviceID: "dv_other", EventID: other.ID, Kiosk: true},
			"a kiosk":               {DeviceID: "dv_kiosk", EventID: s.event.ID, Kiosk: true},
		} {
			if r := s.send(s.at(at), back)[0]; r.Accepted || r.Warnings[0] != door.Forbidden {
				t.Errorf("%s device: %v", name, r)
			}
		}
		s.counts(2, 0, 1)
	})
}

// What a device that has ended hands in tells it nothing of anybody.
func TestAnEndedDeviceLearnsNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		row, _ := s.device(false)
		end := s.Clock.Now()
		ended := s.at(&viewer.Door{DeviceID: row.ID, EventID: s.event.ID, EndedAt: &end, Revoked: true})
		name := s.people[0].Name
		in := s.entry("WALK_IN", "IN", end.Add(-time.Minute), func(e *door.Entry) { e.Name = &name })
		r := s.send(ended, in)[0]
		s.expect(r, true, door.DeviceRevoked)
		if r.Row != nil || r.SignUpID != nil {
			t.Errorf("it is told %+v", r.Row)
		}
		s.counts(2, 0, 1)
	})
}

// By when a device ended is measured with the server's clock, not with what the device takes for the time.
func TestAnEndedDeviceWithAWrongClock(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		row, _ := s.device(false)
		end := s.Clock.Now()
		ended := s.at(&viewer.Door{DeviceID: row.ID, EventID: s.event.ID, EndedAt: &end, Revoked: true})
		k.Clock.Move(10 * time.Minute)
		for i, c := range []struct {
			wrong, ago time.Duration
			accepted   bool
		}{{-3 * time.Hour, 5 * time.Minute, false}, {3 * time.Hour, 15 * time.Minute, true}} {
			clock := s.Clock.Now().Add(c.wrong)
			e := s.entry("LIST", "IN", clock.Add(-c.ago), s.of(i))
			r, err := s.door.CheckIn(ended, []*door.Entry{e}, door.From{SentAt: &clock})
			k.Must(err)
			if r[0].Accepted != c.accepted {
				t.Errorf("a clock that is wrong by %s: %v", c.wrong, r[0])
			}
		}
		s.counts(2, 0, 1)
	})
}
