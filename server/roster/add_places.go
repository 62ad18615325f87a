package roster

import (
	"context"

	"linli/ent/db"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
)

// mostAdded is how many places one call may add, mostPlaces how many a shift may have.
const (
	mostAdded  = 1000
	mostPlaces = 100_000
)

// AddPlaces gives a shift more places, which its queue is offered at once, on record, and returns the shift. It fails with
// NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for a missing reason or a number outside 1 to 1000, CLOSED outside the time of the
// event, CONFLICT with reason UNLIMITED for a shift without a limit, TOO_MANY past 100,000 places, or KEY_REUSED,
// RATE_LIMITED as SignUp.
func (r *Rosters) AddPlaces(ctx context.Context, shiftID string, places int, reason string, key *string) (*db.Shift, error) {
	c, err := newCall(ctx, key, "addPlaces", shiftID, places, reason)
	if err != nil {
		return nil, err
	}
	why, err := r.prepareMore(ctx, c, shiftID, places, reason)
	c.needs = needs{shifts: []string{shiftID}, whole: true}
	c.decide = func(b *board) ([]*SignUp, error) { return []*SignUp{}, b.addPlaces(shiftID, places, why) }
	if _, err := r.run(ctx, c, err); err != nil {
		return nil, err
	}
	return r.store.Client().Shift.Get(ctx, shiftID)
}

func (r *Rosters) prepareMore(ctx context.Context, c *call, shiftID string, places int, reason string) (why string, err error) {
	if places < 1 || places > mostAdded {
		return "", fault.Field("places", "From 1 to %d places.", mostAdded).Because("RANGE")
	}
	if why, err = because(reason); err != nil {
		return "", err
	}
	c.eventID, err = r.eventOf.shift(ctx, shiftID)
	return why, err
}

func (b *board) addPlaces(shiftID string, places int, reason string) error {
	l := b.lines[shiftID]
	if l == nil {
		return fault.Missing()
	}
	if err := access.MayOnEvent(b.by, "addPlaces", l.event); err != nil {
		return err
	}
	if err := closed(l.event, l.shift, b.now); err != nil {
		return err
	}
	switch {
	case l.shift.Capacity == nil:
		return fault.New(fault.Conflict, "This shift has no limit.").Because("UNLIMITED")
	case *l.shift.Capacity+places > mostPlaces:
		return fault.New(fault.Conflict, "A shift has at most %d places.", mostPlaces).Because("TOO_MANY")
	}
	l.enlarge(places)
	b.deeds = append(b.deeds, store.Deed{Community: l.event.CommunityID, By: b.actor(false), Verb: "addPlaces", Subject: shiftID, Reason: reason})
	b.settle(l, "")
	return nil
}
