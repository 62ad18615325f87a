package roster

import (
	"context"

	"linli/ent/db/notice"
	"linli/server/access"
)

// SignUpPast signs the viewer up past the admitter, to measure what the admitter costs somebody who comes alone.
func (r *Rosters) SignUpPast(ctx context.Context, shiftID, key string) error {
	c, err := newCall(ctx, &key, "signUp", shiftID, nil)
	if err != nil {
		return err
	}
	people := []string{c.viewer.PersonID}
	led, err := r.prepare(ctx, c, shiftID, people)
	if err != nil {
		return err
	}
	c.needs = needs{shifts: []string{shiftID}, people: people}
	c.decide = func(b *board) ([]*SignUp, error) {
		if err := access.MayOnEvent(c.viewer, "signUp", b.events[c.eventID]); err != nil {
			return nil, err
		}
		return b.admit(arrival{shiftID: shiftID, people: people, led: led, verb: "signUp", news: notice.KindSIGNED_UP})
	}
	r.serve([]*call{c})
	return c.err
}
