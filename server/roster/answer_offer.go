package roster

import (
	"context"

	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/viewer"
)

// AnswerOffer takes a place held for the person (CONFIRMED), or lets it go (WITHDRAWN) so that whoever is next gets it;
// only she or who acts for her may. The same answer again is answered unchanged. It fails with NOT_FOUND, FORBIDDEN, CLOSED
// with reason OFFER_EXPIRED or when the shift is over, CONFLICT with reason NOT_OFFERED or KEY_REUSED.
func (r *Rosters) AnswerOffer(ctx context.Context, signUpID string, accept bool, key *string) (*SignUp, error) {
	v := viewer.From(ctx)
	c, err := newCall(key, "answerOffer", signUpID, accept)
	if err != nil {
		return nil, err
	}
	if old, err := recall(ctx, r.store.Client(), v.PersonID, c, r.store.Now()); old != nil || err != nil {
		return single(old, err)
	}
	e, err := access.SignUp(ctx, r.store.Client(), "answerOffer", signUpID)
	if err != nil {
		return nil, err
	}
	c.eventID, c.needs = e.ID, needs{signUps: []string{signUpID}}
	c.decide = func(b *board) ([]*SignUp, error) {
		if s := b.rows[signUpID]; s == nil || !v.Speaks(s.PersonID) {
			return nil, fault.New(fault.Forbidden, "Only the person herself may answer.")
		}
		return b.answer(signUpID, accept)
	}
	return single(r.run(ctx, c))
}

// answer decides the answer to an offer; a refusal leaves the board as it was.
func (b *board) answer(signUpID string, accept bool) ([]*SignUp, error) {
	s := b.rows[signUpID]
	answer := []*SignUp{{SignUp: s}}
	expired := fault.New(fault.Closed, "The place is not held any more.").Because("OFFER_EXPIRED")
	switch {
	case accept && s.Status == signup.StatusCONFIRMED, !accept && Final(s.Status):
		return answer, nil
	case Final(s.Status):
		return nil, expired
	case s.Status != signup.StatusOFFERED:
		return nil, fault.New(fault.Conflict, "No place is held for this sign-up.").Because("NOT_OFFERED")
	}
	l := b.lines[s.ShiftID]
	if err := closed(b.event, l.shift, b.now); err != nil {
		return nil, err
	}
	if accept && s.OfferExpiresAt != nil && !b.now.Before(*s.OfferExpiresAt) {
		return nil, expired
	}
	if accept {
		b.move(s, signup.StatusCONFIRMED)
		return answer, nil
	}
	b.move(s, signup.StatusWITHDRAWN)
	b.promote(l)
	return answer, nil
}
