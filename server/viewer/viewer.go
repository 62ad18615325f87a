// Package viewer says who asks: it travels in the context from the session to the rules.
package viewer

import (
	"context"
	"sync/atomic"
	"time"
)

// Viewer is whoever asks, with the rights that were his when the request began.
type Viewer struct {
	// PersonID is empty for an anonymous viewer.
	PersonID    string
	CommunityID string
	SessionID   string
	// Leads and Secretary are the tree paths of the units where the viewer is LEAD or SECRETARY; a right holds for the subtree.
	Leads, Secretary []string
	// Teams are the ids of the teams the viewer leads; Substitute those of the events she leads for once.
	Teams, Substitute []string
	// ActsFor are the ids of the people the viewer acts for.
	ActsFor []string
	// Door is set for a door device, which is nobody: PersonID is empty.
	Door *Door
	// Internal marks the program itself (jobs, command line, a verb past its first line): reads are not narrowed.
	Internal bool
	// Address is the remote address, for throttles.
	Address string
	// Device is what the viewer's owner would call it, such as "Chrome · Android".
	Device string
}

// Door is the one event at whose door a device works.
type Door struct {
	DeviceID, EventID string
	// Kiosk devices show and enter nothing.
	Kiosk bool
	// EndedAt is when the device was revoked or ran out, nil while it is good: after it, it may only hand in what it entered before.
	EndedAt *time.Time
	// Revoked tells that it ended because somebody ended it.
	Revoked bool
}

// SignedIn tells whether somebody is signed in.
func (v *Viewer) SignedIn() bool { return v.PersonID != "" }

// Sender is the id of the person or the door device that asks; empty for a stranger.
func (v *Viewer) Sender() string {
	if v.Door != nil {
		return v.Door.DeviceID
	}
	return v.PersonID
}

// Ended tells whether it is a door device that was revoked or has run out.
func (v *Viewer) Ended() bool { return v.Door != nil && v.Door.EndedAt != nil }

// People returns the viewer and everybody she acts for.
func (v *Viewer) People() []string {
	if !v.SignedIn() {
		return nil
	}
	return append([]string{v.PersonID}, v.ActsFor...)
}

// Speaks tells whether the viewer is this person or acts for her.
func (v *Viewer) Speaks(personID string) bool {
	for _, id := range v.People() {
		if id == personID {
			return true
		}
	}
	return false
}

type key struct{}

var anonymous = &Viewer{}

// With puts a viewer into the context; from then on it is only read.
func With(ctx context.Context, v *Viewer) context.Context {
	held := &atomic.Pointer[Viewer]{}
	held.Store(v)
	return context.WithValue(ctx, key{}, held)
}

// From returns who asks; without one in the context, an anonymous viewer.
func From(ctx context.Context) *Viewer {
	if held, ok := ctx.Value(key{}).(*atomic.Pointer[Viewer]); ok {
		return held.Load()
	}
	return anonymous
}

// Become makes the rest of the request that of another viewer: whoever signs in reads the answer with the new rights.
// Without a viewer in the context it does nothing.
func Become(ctx context.Context, v *Viewer) {
	if held, ok := ctx.Value(key{}).(*atomic.Pointer[Viewer]); ok {
		held.Store(v)
	}
}

// Internal lets a verb that has asked for its permission read whole tables: the same viewer, reads not narrowed.
func Internal(ctx context.Context) context.Context {
	v := *From(ctx)
	v.Internal = true
	return With(ctx, &v)
}
