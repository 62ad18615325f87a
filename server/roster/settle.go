package roster

import (
	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
)

// settle gives the free places of a line to whoever is next: those of the party that has just come are in, whoever waited
// is offered a place. It is the last thing of every decision after which a place may be free or a party smaller, so that
// no free place rests beside somebody who may have it.
func (b *board) settle(l *line, newcomers string) {
	l.shift.Held = 0
	if closed(l.event, l.shift, b.now) != nil {
		return
	}
	o := l.places(b.now)
	if len(l.queue) == 0 || o.free == 0 {
		l.shift.Held = o.kept
		return
	}
	lucky, overtaken, held := next(o, l.most(), parties(l.queue))
	l.shift.Held = held
	for _, p := range overtaken {
		b.pass(p)
	}
	for _, p := range lucky {
		for _, s := range p {
			if s.Party == newcomers {
				b.move(s, signup.StatusCONFIRMED)
			} else {
				b.offer(l, s)
			}
		}
	}
}

// most is how often a party may be passed over.
func (l *line) most() int { return l.event.Edges.Community.OfferRules.OrUsual().PassedOver }

// pass notes that somebody was let past a party, and tells it.
func (b *board) pass(p passed) {
	for _, s := range p.party {
		s.PassedOver++
		b.touch(s)
	}
	b.note(happened{kind: step.KindPASSED_OVER, byRule: true, asked: len(p.party), free: p.open}, p.party...)
	b.tell(told{kind: notice.KindPASSED_OVER, byRule: true}, p.party...)
}

// offer holds a free place for somebody who waited, or gives it at once when the start is near or nothing reaches her now.
func (b *board) offer(l *line, s *db.SignUp) {
	reach := b.reached[s.PersonID]
	until := deadline(b.now, l.shift.StartsAt, l.event.Edges.Community)
	if until == nil || reach == reachNone {
		b.move(s, signup.StatusCONFIRMED)
		s.ToCall = reach == reachNone
		b.note(happened{kind: step.KindCONFIRMED, byRule: true}, s)
		b.tell(told{kind: notice.KindPROMOTED, byRule: true}, s)
		return
	}
	b.move(s, signup.StatusOFFERED)
	s.OfferExpiresAt = until
	b.note(happened{kind: step.KindOFFERED, byRule: true, until: until}, s)
	b.tell(told{kind: notice.KindOFFERED, byRule: true}, s)
	if reach == reachPhone {
		b.ring = append(b.ring, s)
	}
}
