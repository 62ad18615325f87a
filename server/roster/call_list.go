package roster

import (
	"context"

	"linli/ent/db/step"
	"linli/server/viewer"
)

// ToCall puts sign-ups that are not over on their leads' call lists: nothing else reached the people.
func (r *Rosters) ToCall(ctx context.Context, signUpIDs ...string) error {
	for _, id := range signUpIDs {
		eventID, err := r.eventOf.signUp(ctx, id)
		if err != nil {
			return err
		}
		_, err = r.run(ctx, &call{viewer: &viewer.Viewer{}, eventID: eventID, needs: needs{signUps: []string{id}},
			decide: func(b *board) ([]*SignUp, error) {
				if s := b.rows[id]; s != nil && !Final(s.Status) && !s.ToCall {
					s.ToCall = true
					b.touch(s)
				}
				return nil, nil
			}}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

// MarkCalled takes a sign-up off the call list, on record; what is not on it is answered unchanged. It fails with NOT_FOUND,
// FORBIDDEN, or RATE_LIMITED as SignUp.
func (r *Rosters) MarkCalled(ctx context.Context, signUpID string) (*SignUp, error) {
	c, err := newCall(ctx, nil, "markCalled")
	if err != nil {
		return nil, err
	}
	_, err = r.find(ctx, c, signUpID, nil)
	c.needs = needs{signUps: []string{signUpID}}
	c.decide = func(b *board) ([]*SignUp, error) {
		s, _, err := b.find("markCalled", signUpID)
		if err != nil {
			return nil, err
		}
		if s.ToCall {
			s.ToCall = false
			b.touch(s)
			b.note(happened{kind: step.KindCALLED}, s)
			b.record("markCalled", "", s)
		}
		return b.asNow(s), nil
	}
	return single(r.run(ctx, c, err))
}
