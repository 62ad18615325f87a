package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
)

// Move lets a sign-up go and gives the person a place in another shift of the event instead, both or neither, and returns the
// new sign-up; her party stays. In that shift already she is answered with what she has there. Somebody else's is moved by
// a lead, on record, who must say why. It fails with NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for a missing reason or the shift of
// another event, CLOSED as SignUp and Withdraw, CONFLICT with reason NO_PLACE when the other shift has none for her now,
// NOT_WAITING for what is over, CLASH, or KEY_REUSED, RATE_LIMITED as SignUp.
func (r *Rosters) Move(ctx context.Context, signUpID, shiftID string, reason, key *string) (*SignUp, error) {
	c, err := newCall(ctx, key, "moveSignUp", signUpID, shiftID, reason)
	if err != nil {
		return nil, err
	}
	why, err := r.find(ctx, c, signUpID, reason)
	c.needs = needs{shifts: []string{shiftID}, signUps: []string{signUpID}, again: true}
	c.decide = func(b *board) ([]*SignUp, error) {
		return b.moveOver(departure{"moveSignUp", signUpID, why}, shiftID)
	}
	return single(r.run(ctx, c, err))
}

func (b *board) moveOver(d departure, shiftID string) ([]*SignUp, error) {
	s, from, err := b.find(d.verb, d.signUpID)
	if err != nil {
		return nil, err
	}
	to := b.lines[shiftID]
	switch {
	case to == nil || to.event != from.event:
		return nil, fault.Missing().At("shiftId")
	case Final(s.Status):
		return nil, notWaiting()
	case s.ShiftID == shiftID:
		return b.asNow(s), nil
	}
	if in := b.in(shiftID, s.PersonID); in != nil {
		return b.asNow(in), nil
	}
	status, err := d.becomes(b.by, s, from)
	if err != nil {
		return nil, err
	}
	if err := b.mayLeave(s, from, status); err != nil {
		return nil, err
	}
	if err := closed(to.event, to.shift, b.now); err != nil {
		return nil, err
	}
	led := status == signup.StatusREMOVED
	if err := b.maySwap(s, to, led); err != nil {
		return nil, err
	}
	b.move(s, status)
	s.Reason = d.reason
	a := arrival{shiftID: shiftID, people: []string{s.PersonID}, led: map[string]bool{s.PersonID: led},
		verb: "moveSignUp", reason: d.reason, news: notice.KindMOVED}
	rows := make([]*db.SignUp, 1)
	b.enter(to, a, []int{0}, rows)
	b.note(happened{kind: step.KindMOVED, reason: d.reason}, s, rows[0])
	b.settle(from, "")
	return b.asNow(rows...), nil
}

// maySwap refuses another shift whose rules, or whose places, keep the person out when she lets her sign-up go.
func (b *board) maySwap(s *db.SignUp, to *line, led bool) error {
	was := s.Status
	s.Status = signup.StatusWITHDRAWN // she is not in her own way
	err := b.mayEnter(to, s.PersonID, led)
	s.Status = was
	if err == nil && !b.hasPlaceFor(to, s.PersonID) {
		err = fault.New(fault.Conflict, "That shift has no place left now.").Because("NO_PLACE").At("shiftId")
	}
	return err
}

// hasPlaceFor tells whether somebody who comes now would be in at once.
func (b *board) hasPlaceFor(l *line, personID string) bool {
	newcomer := party{{Inside: b.inside[l.shift.ID][personID]}}
	lucky, _, _ := next(l.places(b.now), l.most(), append(parties(l.queue), newcomer))
	return len(lucky) > 0 && lucky[len(lucky)-1][0] == newcomer[0]
}
