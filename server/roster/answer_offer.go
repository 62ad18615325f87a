package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
)

// AnswerOffer takes the place held for the person (CONFIRMED), or lets it go (WITHDRAWN) so that whoever is next is offered
// it; with it those held for others of her party for whom the viewer speaks. Only she or who acts for her may. The same
// answer again is answered unchanged. It fails with NOT_FOUND, FORBIDDEN, CLOSED with reason OFFER_EXPIRED or when the
// shift is over, CONFLICT with reason NOT_OFFERED or KEY_REUSED, RATE_LIMITED as SignUp.
func (r *Rosters) AnswerOffer(ctx context.Context, signUpID string, accept bool, key *string) (*SignUp, error) {
	c, err := newCall(ctx, key, "answerOffer", signUpID, accept)
	if err != nil {
		return nil, err
	}
	_, err = r.find(ctx, c, signUpID, nil)
	c.needs = needs{parties: []string{signUpID}}
	c.decide = func(b *board) ([]*SignUp, error) { return b.answer(signUpID, accept) }
	return single(r.run(ctx, c, err))
}

// answer decides the answer to an offer; a refusal leaves the board as it was.
func (b *board) answer(signUpID string, accept bool) ([]*SignUp, error) {
	s, l, err := b.find("answerOffer", signUpID)
	if err != nil {
		return nil, err
	}
	if !b.by.Speaks(s.PersonID) {
		return nil, fault.New(fault.Forbidden, "Only the person herself may answer.")
	}
	expired := fault.New(fault.Closed, "The place is not held any more.").Because("OFFER_EXPIRED")
	switch {
	case accept && s.Status == signup.StatusCONFIRMED, !accept && Final(s.Status):
		return b.asNow(s), nil
	case Final(s.Status):
		return nil, expired
	case s.Status != signup.StatusOFFERED:
		return nil, fault.New(fault.Conflict, "No place is held for this sign-up.").Because("NOT_OFFERED")
	}
	if err := closed(l.event, l.shift, b.now); err != nil {
		return nil, err
	}
	if accept && ranOut(s, b) {
		return nil, expired
	}
	for _, other := range b.together(s, signup.StatusOFFERED) {
		if b.by.Speaks(other.PersonID) && (!accept || !ranOut(other, b)) {
			b.reply(other, accept)
		}
	}
	b.settle(l, "")
	return b.asNow(s), nil
}

// ranOut tells whether the time to answer is over.
func ranOut(s *db.SignUp, b *board) bool {
	return s.OfferExpiresAt != nil && !b.now.Before(*s.OfferExpiresAt)
}

// reply ends an offer as its holder wants.
func (b *board) reply(s *db.SignUp, accept bool) {
	to, kind := signup.StatusWITHDRAWN, step.KindDECLINED
	if accept {
		to, kind = signup.StatusCONFIRMED, step.KindACCEPTED
	}
	b.move(s, to)
	s.ToCall = false // she knows
	b.note(happened{kind: kind}, s)
}

// together are the rows of a party, in the shift of one of them, that have a status, by place.
func (b *board) together(s *db.SignUp, status signup.Status) []*db.SignUp {
	var all []*db.SignUp
	for _, other := range b.rows {
		if other.Party == s.Party && other.ShiftID == s.ShiftID && other.Status == status {
			all = append(all, other)
		}
	}
	sortByPlace(all)
	return all
}
