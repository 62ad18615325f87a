package roster

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
)

// Confirm gives a waiting or offered sign-up, with its party, its place now; where too few are free the shift gets as many
// more. It is on record and told to all whom it passes. What has its place is answered unchanged. It fails with NOT_FOUND,
// FORBIDDEN, BAD_USER_INPUT for a missing reason, CLOSED outside the time of the event, CONFLICT with reason NOT_WAITING for
// what is over or KEY_REUSED, RATE_LIMITED as SignUp.
func (r *Rosters) Confirm(ctx context.Context, signUpID, reason string, key *string) (*SignUp, error) {
	c, err := newCall(ctx, key, "confirmSignUp", signUpID, reason)
	if err != nil {
		return nil, err
	}
	why, err := r.findBecause(ctx, c, signUpID, reason)
	c.needs = needs{parties: []string{signUpID}, whole: true}
	c.decide = func(b *board) ([]*SignUp, error) { return b.confirm(signUpID, why) }
	return single(r.run(ctx, c, err))
}

func (b *board) confirm(signUpID, reason string) ([]*SignUp, error) {
	s, l, err := b.find("confirmSignUp", signUpID)
	if err != nil {
		return nil, err
	}
	if err := closed(l.event, l.shift, b.now); err != nil {
		return nil, err
	}
	var passed []*db.SignUp
	waiting := b.together(s, signup.StatusWAITLISTED)
	switch {
	case Final(s.Status):
		return nil, notWaiting()
	case s.Status == signup.StatusCONFIRMED:
		return b.asNow(s), nil
	case len(waiting) > 0:
		passed = l.inFrontOf(waiting)
	}
	if missing := len(waiting) - free(l.shift); l.shift.Capacity != nil && missing > 0 {
		l.enlarge(missing)
	}
	lucky := slices.Concat(b.together(s, signup.StatusOFFERED), waiting)
	for _, s := range lucky {
		b.move(s, signup.StatusCONFIRMED)
	}
	b.note(happened{kind: step.KindCONFIRMED, reason: reason}, lucky...)
	b.tell(told{kind: notice.KindPROMOTED, reason: reason}, lucky...)
	b.overtake(reason, passed)
	b.record("confirmSignUp", reason, lucky...)
	b.settle(l, "")
	return b.asNow(s), nil
}

// enlarge gives a shift that has a limit more places.
func (l *line) enlarge(n int) {
	capacity := *l.shift.Capacity + n
	l.shift.Capacity = &capacity
}
