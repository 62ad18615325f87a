package device_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/auditentry"
	devices "linli/ent/db/device"
	"linli/ent/db/membership"
	"linli/server/device"
	"linli/server/door"
	"linli/server/event"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/testkit"
	"linli/server/viewer"
)

// scene is an event that runs for two hours, with a lead and what makes devices of its door.
type scene struct {
	*testkit.Kit
	devices *device.Devices
	door    *door.Door
	events  *event.Events
	place   *testkit.Place
	lead    *db.Person
	event   *db.Event
}

func newScene(k *testkit.Kit) *scene {
	rosters := roster.New(k.Store, k.Keys, roster.Options{})
	doors := door.New(k.Store, k.Keys, rosters, false)
	s := &scene{Kit: k, devices: device.New(k.Store, doors, "https://linli.example"), door: doors, events: event.New(k.Store, rosters), place: k.Place("here")}
	s.lead = k.Person(s.place.Households[0], "队长")
	k.Role(s.lead, s.place.Root, membership.RoleLEAD)
	s.event = k.Event(s.place.Root, 0, 5)
	return s
}

// link issues a link and returns its token.
func (s *scene) link(kind devices.Kind) (*device.Device, string) {
	s.Helper()
	l, err := s.devices.Issue(s.As(s.lead), s.event.ID, kind, "东门")
	s.Must(err)
	token, ok := strings.CutPrefix(l.URL, "https://linli.example/d/")
	if !ok || l.Device.State != device.Invited || !l.ExpiresAt.Equal(s.event.EndsAt) {
		s.Fatalf("issued %+v", l)
	}
	return l.Device, token
}

// claimed is a device that somebody holds, and its token.
func (s *scene) claimed(kind devices.Kind) (*device.Device, string) {
	s.Helper()
	_, link := s.link(kind)
	c, err := s.devices.Claim(viewer.With(s.Context(), &viewer.Viewer{Device: "Chrome · Android"}), link)
	s.Must(err)
	return c.Device, c.Token
}

// asks is the context of whoever holds a token.
func (s *scene) asks(token string) context.Context {
	s.Helper()
	v, err := s.devices.Viewer(s.Context(), token)
	s.Must(err)
	return viewer.With(s.Context(), v)
}

func (s *scene) state(id string, want device.State) {
	s.Helper()
	all, err := s.devices.Of(s.As(s.lead), s.event.ID)
	s.Must(err)
	for _, d := range all {
		if d.ID == id {
			if d.State != want {
				s.Errorf("the device is %s, want %s", d.State, want)
			}
			return
		}
	}
	s.Errorf("no such device among %d", len(all))
}

func reason(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return string(f.Code) + " " + f.Reason
	}
	return ""
}

func TestALinkIsClaimedOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		issued, link := s.link(devices.KindDOOR)
		var mu sync.Mutex
		var claims []*device.Claim
		refused := map[string]int{}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				c, err := s.devices.Claim(k.Context(), link)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					claims = append(claims, c)
				} else {
					refused[reason(err)]++
				}
			})
		}
		all.Wait()
		if len(claims) != 1 || refused["UNAUTHENTICATED DEVICE"] != 19 {
			t.Fatalf("%d claims, refused %v", len(claims), refused)
		}
		c := claims[0]
		v, err := s.devices.Viewer(k.Context(), c.Token)
		k.Must(err)
		if !device.IsToken(c.Token) || v.Door.DeviceID != issued.ID || v.Door.EventID != s.event.ID || v.Door.EndedAt != nil || v.SignedIn() {
			t.Errorf("%s is of %+v", c.Token, v)
		}
		if c.Event.ID != s.event.ID || len(c.Event.Shifts) != 1 || c.Event.TimeZone != "Asia/Shanghai" || c.Device.IssuedBy != "队长" || c.Device.Pin != "" {
			t.Errorf("claimed %+v, %+v", c.Device, c.Event)
		}
		s.state(issued.ID, device.Active)
		if own, err := s.devices.Own(s.asks(c.Token)); err != nil || own.ID != issued.ID {
			t.Errorf("it is %+v, %v", own, err)
		}
	})
}

func TestAKioskIsLeftByAPin(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, token := s.claimed(devices.KindKIOSK)
		if len(d.Pin) != 4 || strings.Trim(d.Pin, "0123456789") != "" || d.Agent != "Chrome · Android" {
			t.Errorf("claimed %+v", d)
		}
		if v := viewer.From(s.asks(token)); !v.Door.Kiosk {
			t.Error("it may enter people")
		}
	})
}

func TestALinkEndsWithTheEvent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, link := s.link(devices.KindDOOR)
		revoked, other := s.link(devices.KindDOOR)
		_, err := s.devices.Revoke(k.As(s.lead), revoked.ID)
		k.Must(err)
		if k.Store.Client().Event.GetX(k.Internal(), s.event.ID).VenueEpoch != 0 {
			t.Error("nobody held a key, and yet there is a new one")
		}
		if _, err := s.devices.Claim(k.Context(), other); reason(err) != "UNAUTHENTICATED DEVICE" {
			t.Errorf("a revoked link: %v", err)
		}
		k.Clock.Move(2 * time.Hour)
		for name, token := range map[string]string{"of an event that is over": link, "unknown": "x", "long": strings.Repeat("x", 10_000)} {
			if _, err := s.devices.Claim(k.Context(), token); reason(err) != "UNAUTHENTICATED DEVICE" {
				t.Errorf("a link that is %s: %v", name, err)
			}
		}
		s.state(d.ID, device.Expired)
		if _, err := s.devices.Issue(k.As(s.lead), s.event.ID, devices.KindDOOR, "西门"); reason(err) != "CLOSED OVER" {
			t.Errorf("a device for an event that is over: %v", err)
		}
	})
}

// A device ends with its event, whenever that comes to be, and then says why.
func TestADeviceEndsWithItsEvent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, token := s.claimed(devices.KindDOOR)
		later := s.event.EndsAt.Add(time.Hour)
		shift := s.event.Edges.Shifts[0]
		change := event.ChangeInput{EndsAt: &later, Shifts: []*event.ShiftChange{{ID: &shift.ID, Name: shift.Name, StartsAt: shift.StartsAt, EndsAt: later, Capacity: shift.Capacity}}}
		_, err := s.events.Change(k.As(s.lead), s.event.ID, change)
		k.Must(err)
		k.Clock.Move(15*time.Hour - time.Millisecond)
		if v := viewer.From(s.asks(token)); v.Ended() {
			t.Errorf("it ended at %v", v.Door.EndedAt)
		}
		k.Clock.Move(time.Millisecond)
		if v := viewer.From(s.asks(token)); !v.Ended() || v.Door.Revoked || !v.Door.EndedAt.Equal(later.Add(12*time.Hour)) {
			t.Errorf("at its end it is %+v", v.Door)
		}
		s.state(d.ID, device.Expired)

		s.event = k.Event(s.place.Root, 0, 5)
		d, token = s.claimed(devices.KindDOOR)
		_, err = s.events.Cancel(k.As(s.lead), s.event.ID, "下雨")
		k.Must(err)
		if v := viewer.From(s.asks(token)); !v.Ended() || v.Door.Revoked {
			t.Errorf("of a cancelled event it is %+v", v.Door)
		}
		s.state(d.ID, device.Expired)
		if _, err := s.devices.Issue(k.As(s.lead), s.event.ID, devices.KindDOOR, "西门"); reason(err) != "CLOSED CANCELLED" {
			t.Errorf("a device for a cancelled event: %v", err)
		}
	})
}

func TestRevokingIsForGood(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		d, token := s.claimed(devices.KindDOOR)
		_, spared := s.claimed(devices.KindDOOR)
		at, before := k.Clock.Now(), k.Store.Client().Event.GetX(k.Internal(), s.event.ID)
		for range 3 {
			k.Clock.Move(time.Minute)
			_, err := s.devices.Revoke(k.As(s.lead), d.ID)
			k.Must(err)
		}
		at = at.Add(time.Minute)
		v := viewer.From(s.asks(token))
		if !v.Ended() || !v.Door.Revoked || !v.Door.EndedAt.Equal(at) || viewer.From(s.asks(spared)).Ended() {
			t.Errorf("revoked it is %+v", v.Door)
		}
		after := k.Store.Client().Event.GetX(k.Internal(), s.event.ID)
		if after.VenueEpoch != before.VenueEpoch+1 || after.RosterVersion != before.RosterVersion+1 {
			t.Errorf("epoch %d after %d, revision %d after %d", after.VenueEpoch, before.VenueEpoch, after.RosterVersion, before.RosterVersion)
		}
		if n := k.Store.Client().AuditEntry.Query().Where(auditentry.Subject(d.ID), auditentry.ActorID(s.lead.ID), auditentry.VerbIn("issueDevice", "revokeDevice")).CountX(k.Internal()); n != 2 {
			t.Errorf("%d deeds in the audit log", n)
		}
		wiped, err := s.devices.ConfirmWipe(s.asks(token))
		k.Must(err)
		own, err := s.devices.Own(s.asks(token))
		k.Must(err)
		if !wiped || own.WipedAt == nil || own.State != device.Revoked {
			t.Errorf("wiped %v, it is %+v", wiped, own)
		}
	})
}

func TestADeviceIsSeenOnceAMinute(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		_, token := s.claimed(devices.KindDOOR)
		first := k.Clock.Now()
		seen := func() time.Time {
			own, err := s.devices.Own(s.asks(token))
			k.Must(err)
			return *own.SeenAt
		}
		k.Clock.Move(59 * time.Second)
		if at := seen(); !at.Equal(first) {
			t.Errorf("seen at %v", at)
		}
		k.Clock.Move(time.Second)
		if at := seen(); !at.Equal(k.Clock.Now()) {
			t.Errorf("seen at %v", at)
		}
	})
}

func TestDevicesAreBounded(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		for range 50 {
			d, _ := s.link(devices.KindDOOR)
			_, err := s.devices.Revoke(k.As(s.lead), d.ID)
			k.Must(err)
		}
		if _, err := s.devices.Issue(k.As(s.lead), s.event.ID, devices.KindDOOR, "西门"); reason(err) != "CONFLICT TOO_MANY" {
			t.Errorf("the 51st: %v", err)
		}
		for name, want := range map[string]string{"": "BAD_USER_INPUT EMPTY", strings.Repeat("门", 41): "BAD_USER_INPUT TOO_LONG"} {
			if _, err := s.devices.Issue(k.As(s.lead), s.event.ID, devices.KindDOOR, name); reason(err) != want {
				t.Errorf("%q: %v", name, err)
			}
		}
		if all, err := s.devices.Of(k.As(s.lead), s.event.ID); err != nil || len(all) != 50 {
			t.Errorf("%d devices, %v", len(all), err)
		}
	})
}

func TestLinksAreNotTried(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		at := viewer.With(k.Context(), &viewer.Viewer{Address: "192.0.2.1"})
		for range 300 {
			_, _ = s.devices.Claim(at, "x")
		}
		if _, err := s.devices.Claim(at, "x"); fault.Of(err) != fault.RateLimited {
			t.Errorf("the 301st: %v", err)
		}
	})
}
