package roster

import (
	"context"

	"linli/ent/db/notice"
	"linli/server/access"
	"linli/server/fault"
)

// mostPeople is the largest party.
const mostPeople = 20

// SignUp gives the people a place in the shift, or places in its queue: all of them or none. Nobody named means the viewer
// herself. It answers in the order asked. It fails with NOT_FOUND for a shift or a person that the viewer may not know,
// FORBIDDEN for one whom she may not sign up, CLOSED outside the time from publishing to the end or that of the event's own
// rules, CONFLICT with reason CLASH when somebody has another sign-up at that time, with ONE_SHIFT, AGE… or SKILL_MISSING for
// a rule of joining, or with KEY_REUSED, RATE_LIMITED when too many wait in front of this event, and BAD_USER_INPUT.
func (r *Rosters) SignUp(ctx context.Context, shiftID string, people []string, key *string) ([]*SignUp, error) {
	c, err := newCall(ctx, key, "signUp", shiftID, people)
	if err != nil {
		return nil, err
	}
	v := c.viewer
	if people == nil {
		people = []string{v.PersonID}
	}
	led, err := r.prepare(ctx, c, shiftID, people)
	c.needs = needs{shifts: []string{shiftID}, people: people}
	c.decide = func(b *board) ([]*SignUp, error) {
		if err := access.MayOnEvent(v, "signUp", b.events[c.eventID]); err != nil {
			return nil, err
		}
		return b.admit(arrival{shiftID: shiftID, people: people, led: led, verb: "signUp", news: notice.KindSIGNED_UP})
	}
	return r.run(ctx, c, err)
}

// prepare finds the event and says for whom of the people it takes the viewer's right as a lead.
func (r *Rosters) prepare(ctx context.Context, c *call, shiftID string, people []string) (led map[string]bool, err error) {
	if err := checkPeople(people); err != nil {
		return nil, err
	}
	if c.eventID, err = r.eventOf.shift(ctx, shiftID); err != nil {
		return nil, err
	}
	return r.askFor(ctx, c.eventID, people)
}

// checkPeople refuses a party that is empty, too large or names somebody twice.
func checkPeople(people []string) error {
	if len(people) == 0 {
		return fault.Field("people", "Name at least one person.").Because("EMPTY")
	}
	if len(people) > mostPeople {
		return fault.Field("people", "At most %d people at a time.", mostPeople).Because("TOO_MANY").With("most", mostPeople)
	}
	seen := map[string]bool{}
	for _, id := range people {
		if seen[id] {
			return fault.Field("people", "Name each person once.").Because("DUPLICATE")
		}
		seen[id] = true
	}
	return nil
}
