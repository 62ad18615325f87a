package demo

import (
	"time"

	"linli/ent/uid"
)

// closing is how long after the end of an event whoever forgot to check out is checked out by the rule.
const closing = time.Hour

// minutes are those between coming and leaving within the event; nil while either is not known.
func (su *signUp) minutes(e *event) any {
	if su.in.IsZero() || su.out.IsZero() {
		return nil
	}
	from, to := su.in, su.out
	if from.Before(e.from) {
		from = e.from
	}
	if to.After(e.to) {
		to = e.to
	}
	return int(max(0, to.Sub(from)) / time.Minute)
}

// hours lets the volunteer ask for other hours at the last event that she came to, and gives whom she acts for a card.
func (w *world) hours() {
	me := w.byPhone[1]
	for _, e := range w.events {
		if !e.to.Before(w.now.Add(-closing)) || w.wish != nil && e.from.Before(w.wish.event.from) {
			continue
		}
		for _, s := range e.shifts {
			for _, su := range s.signUps {
				if su.person == me && !su.in.IsZero() {
					w.wish = &wish{e, su}
				}
			}
		}
	}
	for _, p := range me.actsFor {
		if p.phone == 0 {
			p.cardAt = w.now.Add(-20 * 24 * time.Hour)
			return
		}
	}
}

// wish is a correction that somebody asks for.
type wish struct {
	event  *event
	signUp *signUp
}

func (w *world) wishes() *table {
	t := into("corrections", "id created_at community_id event_id sign_up_id came went reason asked_by status")
	if c := w.wish; c != nil {
		t.add(uid.New("cr"), c.event.to.Add(closing/2), c.event.at.community, c.event.id, c.signUp.id, c.event.from, c.event.to,
			"到得早，先帮忙摆了桌椅，后来才扫码", c.signUp.person.id, "PENDING")
	}
	return t
}
