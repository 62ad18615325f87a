package roster

import (
	"context"

	lru "github.com/hashicorp/golang-lru/v2"

	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// remembered is how many shifts and how many sign-ups are known without asking.
const remembered = 20_000

// eventOf knows the events of shifts and sign-ups, which never change. It is not narrowed: whether the viewer may know of
// them is decided under the event's lock.
type eventOf struct {
	store           *store.Store
	shifts, signUps *lru.Cache[string, string]
}

func newEventOf(s *store.Store) *eventOf {
	shifts, _ := lru.New[string, string](remembered) // fails only for a size below one
	signUps, _ := lru.New[string, string](remembered)
	return &eventOf{store: s, shifts: shifts, signUps: signUps}
}

// shift is the id of a shift's event, or NOT_FOUND.
func (o *eventOf) shift(ctx context.Context, id string) (string, error) {
	return known(o.shifts, id, func() ([]string, error) {
		return o.store.Client().Shift.Query().Where(shift.ID(id)).Select(shift.FieldEventID).Strings(viewer.Internal(ctx))
	})
}

// signUp is the id of a sign-up's event, or NOT_FOUND.
func (o *eventOf) signUp(ctx context.Context, id string) (string, error) {
	return known(o.signUps, id, func() ([]string, error) {
		return o.store.Client().SignUp.Query().Where(signup.ID(id)).Select(signup.FieldEventID).Strings(viewer.Internal(ctx))
	})
}

func known(in *lru.Cache[string, string], id string, read func() ([]string, error)) (string, error) {
	if event, ok := in.Get(id); ok {
		return event, nil
	}
	found, err := read()
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fault.Missing()
	}
	in.Add(id, found[0])
	return found[0], nil
}
