package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/text"
	"linli/server/viewer"
)

// Withdraw lets a place, or the wait for one, go, and offers what fell free to whoever is next. One's own, or that of
// somebody one acts for, becomes WITHDRAWN; a lead makes somebody else's REMOVED, on record, and must say why. What is over
// already is answered unchanged. It fails with NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for a missing reason, CLOSED after the
// end, with reason WITHDRAW_CLOSED after the time that the event sets (a lead may still), and with CHECKED_IN for somebody
// who has arrived, CONFLICT with reason KEY_REUSED, RATE_LIMITED as SignUp.
func (r *Rosters) Withdraw(ctx context.Context, signUpID string, reason, key *string) (*SignUp, error) {
	c, err := newCall(ctx, key, "withdraw", signUpID, reason)
	if err != nil {
		return nil, err
	}
	why, err := r.find(ctx, c, signUpID, reason)
	c.needs = needs{signUps: []string{signUpID}}
	c.decide = func(b *board) ([]*SignUp, error) { return b.depart(departure{"withdraw", signUpID, why}) }
	return single(r.run(ctx, c, err))
}

// find finds the event of the sign-up that a call is about, and tidies the reason given; empty for none.
func (r *Rosters) find(ctx context.Context, c *call, signUpID string, reason *string) (why string, err error) {
	if reason != nil {
		if why, err = text.Optional("reason", *reason, text.Reason); err != nil {
			return "", err
		}
	}
	c.eventID, err = r.eventOf.signUp(ctx, signUpID)
	return why, err
}

// single is the one row of an answer.
func single(all []*SignUp, err error) (*SignUp, error) {
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// departure is a request to let a sign-up go.
type departure struct {
	verb             access.Verb
	signUpID, reason string
}

// depart decides a departure; a refusal leaves the board as it was.
func (b *board) depart(d departure) ([]*SignUp, error) {
	s, l, err := b.find(d.verb, d.signUpID)
	if err != nil {
		return nil, err
	}
	if Final(s.Status) {
		return b.asNow(s), nil
	}
	to, err := d.becomes(b.by, s, l)
	if err != nil {
		return nil, err
	}
	if err := b.mayLeave(s, l, to); err != nil {
		return nil, err
	}
	b.leave(s, to, d.reason)
	b.settle(l, "")
	return b.asNow(s), nil
}

// find is a row that a call names, and its line; NOT_FOUND or FORBIDDEN as the viewer's rights are.
func (b *board) find(verb access.Verb, signUpID string) (*db.SignUp, *line, error) {
	s := b.rows[signUpID]
	if s == nil {
		return nil, nil, fault.Missing()
	}
	l := b.lines[s.ShiftID]
	return s, l, access.MayOnSignUp(b.by, verb, l.event, s.PersonID)
}

// becomes tells what the row would be, or why the viewer may not.
func (d departure) becomes(v *viewer.Viewer, s *db.SignUp, l *line) (signup.Status, error) {
	switch {
	case v.Speaks(s.PersonID):
		return signup.StatusWITHDRAWN, nil
	case !access.Holds(v, access.Lead, access.OnEvent(l.event)):
		return "", fault.New(fault.Forbidden, "You may not do this here.")
	case d.reason == "":
		return "", fault.Field("reason", "Say why.").Because("EMPTY")
	}
	return signup.StatusREMOVED, nil
}

func (b *board) mayLeave(s *db.SignUp, l *line, to signup.Status) error {
	if err := closed(l.event, l.shift, b.now); err != nil {
		return err
	}
	if s.CheckedInAt != nil {
		return fault.New(fault.Closed, "Who has arrived cannot be signed out any more.").Because("CHECKED_IN")
	}
	if to == signup.StatusWITHDRAWN && s.Status == signup.StatusCONFIRMED && !access.Holds(b.by, access.Lead, access.OnEvent(l.event)) {
		return mayWithdraw(l.event, b.now)
	}
	return nil
}

// leave ends a row, by its holder or on record.
func (b *board) leave(s *db.SignUp, to signup.Status, reason string) {
	b.move(s, to)
	if to != signup.StatusREMOVED {
		b.note(happened{kind: step.KindWITHDRAWN}, s)
		return
	}
	s.Reason = reason
	b.note(happened{kind: step.KindREMOVED, reason: reason}, s)
	b.tell(told{kind: notice.KindREMOVED, reason: reason}, s)
	b.record("withdraw", reason, s)
}
