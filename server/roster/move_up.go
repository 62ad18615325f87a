package roster

import (
	"cmp"
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/fault"
	"linli/server/text"
)

// MoveUp moves a waiting sign-up, with its party, to the front of its queue, on record and told to all whom it passes. At the
// front already it is answered unchanged. It fails with NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for a missing reason, CLOSED
// outside the time of the event, CONFLICT with reason NOT_WAITING or KEY_REUSED, RATE_LIMITED as SignUp.
func (r *Rosters) MoveUp(ctx context.Context, signUpID, reason string, key *string) (*SignUp, error) {
	c, err := newCall(ctx, key, "moveUp", signUpID, reason)
	if err != nil {
		return nil, err
	}
	why, err := r.findBecause(ctx, c, signUpID, reason)
	c.needs = needs{parties: []string{signUpID}, whole: true}
	c.decide = func(b *board) ([]*SignUp, error) { return b.moveUp(signUpID, why) }
	return single(r.run(ctx, c, err))
}

// findBecause is find where a reason must be given.
func (r *Rosters) findBecause(ctx context.Context, c *call, signUpID, reason string) (string, error) {
	why, err := because(reason)
	if err != nil {
		return "", err
	}
	_, err = r.find(ctx, c, signUpID, nil)
	return why, err
}

// because is a reason that must be given.
func because(reason string) (string, error) { return text.Line("reason", reason, text.Reason) }

func (b *board) moveUp(signUpID, reason string) ([]*SignUp, error) {
	s, l, err := b.find("moveUp", signUpID)
	if err != nil {
		return nil, err
	}
	if err := closed(l.event, l.shift, b.now); err != nil {
		return nil, err
	}
	if s.Status != signup.StatusWAITLISTED {
		return nil, notWaiting()
	}
	moved := b.together(s, signup.StatusWAITLISTED)
	if l.queue[0].Party == s.Party {
		return b.asNow(s), nil
	}
	passed := l.inFrontOf(moved)
	b.toFront(l, moved)
	b.note(happened{kind: step.KindMOVED_UP, reason: reason}, moved...)
	b.tell(told{kind: notice.KindMOVED_UP, reason: reason}, moved...)
	b.overtake(reason, passed)
	b.record("moveUp", reason, moved...)
	b.settle(l, "")
	return b.asNow(s), nil
}

func notWaiting() error {
	return fault.New(fault.Conflict, "This sign-up does not wait.").Because("NOT_WAITING")
}

// overtake tells those who were passed why.
func (b *board) overtake(reason string, passed []*db.SignUp) {
	b.note(happened{kind: step.KindOVERTAKEN, reason: reason}, passed...)
	b.tell(told{kind: notice.KindOVERTAKEN, reason: reason}, passed...)
	for _, s := range passed {
		b.touch(s)
	}
}

// inFrontOf are those who wait in front of the last of the rows and are not of them.
func (l *line) inFrontOf(rows []*db.SignUp) []*db.SignUp {
	last := rows[len(rows)-1]
	var all []*db.SignUp
	for _, s := range l.queue {
		if s == last {
			break
		}
		if s.Party != last.Party {
			all = append(all, s)
		}
	}
	return all
}

// toFront puts waiting rows, in their order, in front of the whole queue.
func (b *board) toFront(l *line, rows []*db.SignUp) {
	first := b.events[l.event.ID].RosterVersion * perVersion
	for _, s := range l.queue {
		if !slices.Contains(rows, s) {
			first = min(first, s.Place)
		}
	}
	for i, s := range rows {
		l.leave(s.ID)
		s.Place = first - int64(len(rows)-i)
		b.touch(s)
	}
	l.queue = append(slices.Clone(rows), l.queue...)
}

func sortByPlace(rows []*db.SignUp) {
	slices.SortFunc(rows, func(a, b *db.SignUp) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.ID, b.ID)) })
}
