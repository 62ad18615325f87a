package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/text"
	"linli/server/viewer"
)

// Withdraw lets a place, or the wait for one, go, and gives what fell free to whoever is next. One's own, or that of
// somebody one acts for, becomes WITHDRAWN; a lead makes somebody else's REMOVED, on record, and must say why. What is over
// already is answered unchanged. It fails with NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for a missing reason, CLOSED after the
// end and with reason CHECKED_IN for somebody who has arrived, CONFLICT with reason KEY_REUSED.
func (r *Rosters) Withdraw(ctx context.Context, signUpID string, reason, key *string) (*SignUp, error) {
	v := viewer.From(ctx)
	c, err := newCall(key, "withdraw", signUpID, reason)
	if err != nil {
		return nil, err
	}
	if old, err := recall(ctx, r.store.Client(), v.PersonID, c, r.store.Now()); old != nil || err != nil {
		return single(old, err)
	}
	e, err := access.SignUp(ctx, r.store.Client(), "withdraw", signUpID)
	if err != nil {
		return nil, err
	}
	d := departure{signUpID: signUpID, speaks: v.Speaks, leads: access.Holds(v, access.Lead, access.OnEvent(e))}
	if reason != nil {
		if d.reason, err = text.Optional("reason", *reason, text.Reason); err != nil {
			return nil, err
		}
	}
	c.eventID, c.needs = e.ID, needs{signUps: []string{signUpID}}
	c.decide = func(b *board) ([]*SignUp, error) { return b.depart(d) }
	return single(r.run(ctx, c))
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
	signUpID string
	reason   string
	speaks   func(personID string) bool // the viewer is the person or acts for her
	leads    bool
}

// depart decides a departure; a refusal leaves the board as it was.
func (b *board) depart(d departure) ([]*SignUp, error) {
	s := b.rows[d.signUpID]
	if s == nil {
		return nil, fault.Missing()
	}
	to, err := d.becomes(s)
	if err != nil {
		return nil, err
	}
	answer := []*SignUp{{SignUp: s}}
	if Final(s.Status) {
		return answer, nil
	}
	l := b.lines[s.ShiftID]
	if err := closed(b.event, l.shift, b.now); err != nil {
		return nil, err
	}
	if s.CheckedInAt != nil {
		return nil, fault.New(fault.Closed, "Who has arrived cannot be signed out any more.").Because("CHECKED_IN")
	}
	b.move(s, to)
	if to == signup.StatusREMOVED {
		s.Reason = d.reason
		b.tell(told{kind: removed, reason: d.reason}, s)
		b.record("withdraw", d.reason, s)
	}
	b.promote(l)
	return answer, nil
}

// becomes tells what the row would be, or why the viewer may not.
func (d departure) becomes(s *db.SignUp) (signup.Status, error) {
	switch {
	case d.speaks(s.PersonID):
		return signup.StatusWITHDRAWN, nil
	case !d.leads:
		return "", fault.New(fault.Forbidden, "You may not do this here.")
	case d.reason == "" && !Final(s.Status):
		return "", fault.Field("reason", "Say why.").Because("EMPTY")
	}
	return signup.StatusREMOVED, nil
}
