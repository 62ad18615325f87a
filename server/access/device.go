package access

import (
	"context"

	"linli/server/fault"
	"linli/server/viewer"
)

// doorWork are the fields of the API that a door device may ask for; what is not here is refused before it is run. kiosk: also
// one that enters nothing. ended: also once it has ended, to learn of it, to say that its roster is deleted and to hand in
// what it entered before.
var doorWork = map[string]struct{ kiosk, ended bool }{
	"doorRoster": {}, "checkIn": {ended: true}, "kiosk": {kiosk: true}, "venueCode": {kiosk: true}, "eventCounts": {kiosk: true},
	"thisDevice": {kiosk: true, ended: true}, "confirmWipe": {kiosk: true, ended: true},
}

// AsDevice answers nil for whoever is no door device, and for one that asks for a field of the API that belongs to its work.
// Else FORBIDDEN, or once it has ended UNAUTHENTICATED with reason DEVICE_REVOKED or DEVICE_EXPIRED.
func AsDevice(v *viewer.Viewer, field string) error {
	if v.Door == nil {
		return nil
	}
	may, ok := doorWork[field]
	switch {
	case v.Ended() && !may.ended:
		return stranger(v)
	case !ok, v.Door.Kiosk && !may.kiosk:
		return fault.New(fault.Forbidden, "A door device does the work of its door and nothing else.")
	}
	return nil
}

// known tells whether somebody asks who has any rights: a person, or a door device that is good.
func known(v *viewer.Viewer) bool { return v.Sender() != "" && !v.Ended() }

// stranger is the answer to whoever is not known: to a device that has ended UNAUTHENTICATED with reason DEVICE_REVOKED or
// DEVICE_EXPIRED.
func stranger(v *viewer.Viewer) error {
	switch {
	case !v.Ended():
		return fault.SignInFirst()
	case v.Door.Revoked:
		return fault.New(fault.Unauthenticated, "This device was ended by a lead.").Because("DEVICE_REVOKED")
	default:
		return fault.New(fault.Unauthenticated, "This device's time is over.").Because("DEVICE_EXPIRED")
	}
}

// AtDoor lets a door device that is good read its own event, whatever its state and community; for everybody else and other
// events it changes nothing.
func AtDoor(ctx context.Context, eventID string) context.Context {
	if atDoor(viewer.From(ctx), Kiosk, On{Event: eventID}) {
		return viewer.Internal(ctx)
	}
	return ctx
}
