package demo

import (
	"time"

	"linli/ent/uid"
)

// step is something that happened to a sign-up, so long before the demo is loaded.
type step struct {
	kind, reason string
	ago          time.Duration
	by           *person // nil: the rules
	asked, free  int
	until        time.Time
}

// happens notes that something happened to a sign-up.
func (w *world) happens(e *event, su *signUp, s step) {
	e.version++
	su.revision = e.version
	su.steps = append(su.steps, s)
}

// jam fills a shift but for so many places, and lets a queue form that has moved: somebody was given a place at once and is
// to be called, a party of three was let past once by somebody who accepted, and more wait behind.
func (w *world) jam(e *event, s *shift) {
	w.fill(e, s, s.capacity-2, 0)
	w.leaves(e, s, 6*time.Hour)
	called := w.single(e, s, "CONFIRMED")
	called.toCall = true
	w.happens(e, called, step{kind: "CONFIRMED", ago: 6 * time.Hour})
	trio := w.trio(e, s)
	w.leaves(e, s, 3*time.Hour)
	lucky := w.single(e, s, "CONFIRMED")
	for _, su := range trio {
		su.passedOver = 1
		w.happens(e, su, step{kind: "PASSED_OVER", ago: 3 * time.Hour, asked: len(trio), free: 1})
	}
	w.happens(e, lucky, step{kind: "OFFERED", ago: 3 * time.Hour, until: w.now.Add(9 * time.Hour)})
	w.happens(e, lucky, step{kind: "ACCEPTED", ago: 3*time.Hour - 12*time.Minute, by: lucky.person})
	for range 3 {
		w.single(e, s, "WAITLISTED")
	}
}

// offer holds the last place of a shift for somebody, and lets two wait behind her.
func (w *world) offer(e *event, s *shift, p *person) *signUp {
	w.fill(e, s, s.capacity-1, 0)
	w.leaves(e, s, time.Hour)
	su := w.enter(e, s, p, p, "OFFERED")
	su.until = w.now.Add(11 * time.Hour)
	w.happens(e, su, step{kind: "OFFERED", ago: time.Hour, until: su.until})
	for range 2 {
		w.single(e, s, "WAITLISTED")
	}
	return su
}

// single signs up somebody alone.
func (w *world) single(e *event, s *shift, status string) *signUp {
	p := w.somebody(e)
	return w.enter(e, s, p, p, status)
}

// leaves signs up somebody who has withdrawn since.
func (w *world) leaves(e *event, s *shift, ago time.Duration) {
	su := w.single(e, s, "WITHDRAWN")
	w.happens(e, su, step{kind: "WITHDRAWN", ago: ago, by: su.person})
}

// trio lets three of a family wait together.
func (w *world) trio(e *event, s *shift) []*signUp {
	for _, p := range w.people {
		if len(p.actsFor) < 2 || p.quiet() || !p.free(e.from, e.to) || !p.actsFor[0].free(e.from, e.to) || !p.actsFor[1].free(e.from, e.to) {
			continue
		}
		party := uid.New("pt")
		var all []*signUp
		for _, one := range []*person{p, p.actsFor[0], p.actsFor[1]} {
			su := w.enter(e, s, one, p, "WAITLISTED")
			su.party = party
			all = append(all, su)
		}
		return all
	}
	panic("demo: no family of three")
}

// cancel ends an event before its time: nobody is signed up any more.
func (w *world) cancel(e *event, reason string) {
	e.status, e.reason = "CANCELLED", reason
	by := w.byPhone[3]
	if e.team != nil {
		by = e.team.people[0]
	}
	for _, s := range e.shifts {
		for _, su := range s.signUps {
			su.status, su.reason = "REMOVED", reason
			w.happens(e, su, step{kind: "REMOVED", reason: reason, ago: time.Minute, by: by})
		}
		s.confirmed, s.waiting = 0, 0
	}
}
