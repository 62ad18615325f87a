package device_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db/attendanceentry"
	devices "linli/ent/db/device"
	"linli/server/device"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/testkit"
	"linli/server/viewer"
)

// answer hands one walk-in in, as of a time ago, and says what it is answered.
func (s *scene) answer(token string, ago time.Duration) string {
	s.Helper()
	name := "过路人"
	results, err := s.door.CheckIn(s.asks(token), []*door.Entry{{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodWALK_IN,
		At: s.Clock.Now().Add(-ago), Name: &name}}, door.From{})
	if err != nil {
		return reason(err)
	}
	switch r := results[0]; {
	case r.Accepted && slices.Contains(r.Warnings, "DEVICE_REVOKED"):
		return flagged
	case r.Accepted:
		return accepted
	case slices.Contains(r.Warnings, "FORBIDDEN"):
		return refused
	default:
		return fmt.Sprint(r.Warnings)
	}
}

const (
	accepted = "accepted"
	flagged  = "accepted and flagged"
	refused  = "refused"
)

// What a device entered while it was good is not lost; what it makes up later is refused.
func TestARevokedDeviceHandsIn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, token := s.claimed(devices.KindDOOR)
		k.Clock.Move(10 * time.Minute)
		if got := s.answer(token, 0); got != accepted {
			t.Errorf("a good device is answered %s", got)
		}
		_, err := s.devices.Revoke(k.As(s.lead), d.ID)
		k.Must(err)
		k.Clock.Move(time.Hour)
		if got := s.answer(token, 65*time.Minute); got != flagged {
			t.Errorf("what it entered before its end is answered %s", got)
		}
		if got := s.answer(token, 55*time.Minute); got != refused {
			t.Errorf("what it entered after its end is answered %s", got)
		}
		k.Clock.Move(7*24*time.Hour - time.Hour + time.Second)
		if got := s.answer(token, 8*24*time.Hour); got != "UNAUTHENTICATED DEVICE_REVOKED" {
			t.Errorf("after seven days it is answered %s", got)
		}
	})
}

func TestADeviceWorksAtOneDoor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		_, kiosk := s.claimed(devices.KindKIOSK)
		_, token := s.claimed(devices.KindDOOR)
		if got := s.answer(kiosk, 0); got != refused {
			t.Errorf("a kiosk is answered %s", got)
		}
		s.event = k.Event(s.place.Root, 0, 5)
		if got := s.answer(token, 0); got != refused {
			t.Errorf("at another door it is answered %s", got)
		}
	})
}

// A device reads no row that a stranger could not: what it needs its verbs read for it.
func TestADeviceReadsNoMoreThanAStranger(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		_, token := s.claimed(devices.KindDOOR)
		k.Must(k.Store.Client().Event.UpdateOneID(k.Event(s.place.Root, time.Hour).ID).SetStatus("DRAFT").Exec(k.Internal()))
		if got := s.answer(token, 0); got != accepted {
			t.Fatalf("answered %s", got)
		}
		count := func(ctx context.Context) map[string]int {
			c := k.Store.Client()
			return map[string]int{"community": c.Community.Query().CountX(ctx), "unit": c.Unit.Query().CountX(ctx), "person": c.Person.Query().CountX(ctx),
				"membership": c.Membership.Query().CountX(ctx), "team": c.Team.Query().CountX(ctx), "event": c.Event.Query().CountX(ctx), "shift": c.Shift.Query().CountX(ctx),
				"sign-up": c.SignUp.Query().CountX(ctx), "entry": c.AttendanceEntry.Query().CountX(ctx), "device": c.Device.Query().CountX(ctx), "to-do": c.Todo.Query().CountX(ctx),
				"notice": c.Notice.Query().CountX(ctx), "session": c.Session.Query().CountX(ctx), "proxy": c.Proxy.Query().CountX(ctx), "step": c.Step.Query().CountX(ctx),
				"substitute": c.Substitute.Query().CountX(ctx), "join request": c.JoinRequest.Query().CountX(ctx), "team member": c.TeamMember.Query().CountX(ctx)}
		}
		for _, open := range []bool{true, false} {
			k.Must(k.Store.Client().Community.UpdateOneID(s.place.Community.ID).SetOpen(open).Exec(k.Internal()))
			stranger := count(k.Context())
			if stranger["person"]+stranger["sign-up"]+stranger["entry"]+stranger["device"]+stranger["to-do"] != 0 {
				t.Errorf("a stranger reads %v", stranger)
			}
			for table, n := range count(s.asks(token)) {
				if n != stranger[table] {
					t.Errorf("a device reads %d rows of %s, a stranger %d", n, table, stranger[table])
				}
			}
		}
	})
}

func TestWhoMayNotMakeDevices(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, token := s.claimed(devices.KindDOOR)
		volunteer := k.Person(s.place.Households[1], "志愿者")
		for name, c := range map[string]struct {
			ctx  context.Context
			want fault.Code
		}{"nobody": {k.Context(), fault.Unauthenticated}, "a volunteer": {k.As(volunteer), fault.Forbidden}, "a device": {s.asks(token), fault.Forbidden}} {
			_, err := s.devices.Issue(c.ctx, s.event.ID, devices.KindDOOR, "东门")
			_, also := s.devices.Revoke(c.ctx, d.ID)
			_, listed := s.devices.Of(c.ctx, s.event.ID)
			if fault.Of(err) != c.want || fault.Of(also) != c.want || fault.Of(listed) != c.want {
				t.Errorf("%s: %v, %v, %v", name, err, also, listed)
			}
		}
		if own, err := s.devices.Own(k.As(s.lead)); own != nil || err != nil {
			t.Errorf("a lead is the device %+v, %v", own, err)
		}
		if device.IsToken("ld_" + token[:40]) {
			t.Error("a session's token may begin like a device's")
		}
	})
}

// Revoking a device that has run out lets it hand in nothing of the time between.
func TestADeviceEndsWithWhatComesFirst(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, token := s.claimed(devices.KindDOOR)
		k.Clock.Move(d.ExpiresAt.Sub(k.Clock.Now()) + time.Hour)
		_, err := s.devices.Revoke(k.As(s.lead), d.ID)
		k.Must(err)
		if at := viewer.From(s.asks(token)).Door; !at.EndedAt.Equal(d.ExpiresAt) || !at.Revoked {
			t.Errorf("it ended at %s, not at %s", at.EndedAt, d.ExpiresAt)
		}
		if got := s.answer(token, 30*time.Minute); got != refused {
			t.Errorf("what it entered between is answered %s", got)
		}
		if got := s.answer(token, 90*time.Minute); got != flagged {
			t.Errorf("what it entered before is answered %s", got)
		}
	})
}
