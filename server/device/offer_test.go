package device_test

import (
	"testing"

	devices "linli/ent/db/device"
	"linli/server/device"
	"linli/server/fault"
	"linli/server/testkit"
	"linli/server/viewer"
)

// A link says what it makes of a phone before anybody agrees, and afterwards why it no longer does.
func TestALinkSaysWhatItOffers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k)
		_, link := s.link(devices.KindKIOSK)
		offered := func(want device.State) {
			t.Helper()
			o, err := s.devices.Offer(k.Context(), link)
			k.Must(err)
			if o == nil || o.State != want || o.Kind != devices.KindKIOSK || o.Name != "东门" || o.Event.ID != s.event.ID || !o.ExpiresAt.After(s.event.EndsAt) {
				t.Errorf("it offers %+v, want %s", o, want)
			}
		}
		offered(device.Invited)
		offered(device.Invited) // looking uses nothing up
		c, err := s.devices.Claim(k.Context(), link)
		k.Must(err)
		offered(device.Active)
		_, err = s.devices.Revoke(k.As(s.lead), c.Device.ID)
		k.Must(err)
		offered(device.Revoked)
		if o, err := s.devices.Offer(k.Context(), "unknown"); o != nil || err != nil {
			t.Errorf("an unknown link offers %+v, %v", o, err)
		}
		at := viewer.With(k.Context(), &viewer.Viewer{Address: "192.0.2.1"})
		for range 300 {
			_, _ = s.devices.Offer(at, "x")
		}
		if _, err := s.devices.Offer(at, "x"); fault.Of(err) != fault.RateLimited {
			t.Errorf("the 301st: %v", err)
		}
	})
}
