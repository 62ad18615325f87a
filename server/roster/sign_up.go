package roster

import (
	"context"

	"linli/server/access"
	"linli/server/fault"
	"linli/server/viewer"
)

// mostPeople is the largest party.
const mostPeople = 20

// SignUp gives the people a place in the shift, or places in its queue: all of them or none. Nobody named means the viewer
// herself. It answers in the order asked. It fails with NOT_FOUND for a shift or a person that the viewer may not know,
// FORBIDDEN for one whom she may not sign up, CLOSED outside the time from publishing to the end, CONFLICT with reason
// CLASH when somebody has another sign-up at that time, CONFLICT with reason KEY_REUSED, and BAD_USER_INPUT.
func (r *Rosters) SignUp(ctx context.Context, shiftID string, people []string, key *string) ([]*SignUp, error) {
	v := viewer.From(ctx)
	c, err := newCall(key, "signUp", shiftID, people)
	if err != nil {
		return nil, err
	}
	if old, err := recall(ctx, r.store.Client(), v.PersonID, c, r.store.Now()); old != nil || err != nil {
		return old, err
	}
	e, err := access.Shift(ctx, r.store.Client(), "signUp", shiftID)
	if err != nil {
		return nil, err
	}
	if people == nil {
		people = []string{v.PersonID}
	}
	if err := checkPeople(people); err != nil {
		return nil, err
	}
	led, err := r.askFor(ctx, e, people)
	if err != nil {
		return nil, err
	}
	c.eventID, c.needs = e.ID, needs{shifts: []string{shiftID}, people: people}
	c.decide = func(b *board) ([]*SignUp, error) {
		return b.admit(arrival{by: v.PersonID, shiftID: shiftID, people: people, led: led})
	}
	return r.run(ctx, c)
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
