package demo

import (
	"strings"
	"time"

	"linli/ent/uid"
)

// event is an activity with its roster.
type event struct {
	id, kind, status, title, place, about, reason string
	at                                            *unit
	team                                          *team
	from, to, made                                time.Time
	shifts                                        []*shift
	version                                       int64
	rules                                         rules
}

// shift is a role in an event; a negative capacity is unlimited.
type shift struct {
	id, name                    string
	capacity                    int
	signUps                     []*signUp
	confirmed, waiting, arrived int
	offered, held               int
	kept                        kept
}

type signUp struct {
	id, party, status, reason string
	person, by                *person
	place, revision           int64
	at                        time.Time
	in, out                   time.Time
	until                     time.Time // of an offer
	inside, toCall, forgot    bool
	passedOver                int
	steps                     []step
}

// event makes one of a kind; the places are shared out among its shifts.
func (w *world) event(k kind, at *unit, from time.Time) *event {
	e := &event{id: uid.New("ev"), kind: k.kind, status: "PUBLISHED", title: k.title, about: k.about, at: at, from: from,
		to: from.Add(time.Duration(k.minutes) * time.Minute), made: from.Add(-time.Duration(8+w.rng.IntN(6)) * 24 * time.Hour).Truncate(time.Hour)}
	if latest := w.now.Add(-90 * time.Minute); e.made.After(latest) {
		e.made = latest
	}
	e.place = strings.ReplaceAll(k.place, "%s", strings.TrimSuffix(at.name, "网格"))
	if k.team >= 0 && k.team < len(w.teams) {
		e.team = w.teams[k.team]
	}
	for i, name := range k.shifts {
		e.shifts = append(e.shifts, &shift{id: uid.New("sh"), name: name, capacity: share(k.places, len(k.shifts), i)})
	}
	w.events = append(w.events, e)
	return e
}

// fill puts so many people in, and so many into the queue.
func (w *world) fill(e *event, s *shift, confirmed, waiting int) {
	for confirmed > 0 {
		confirmed -= w.party(e, s, "CONFIRMED", confirmed)
	}
	for waiting > 0 {
		waiting -= w.party(e, s, "WAITLISTED", waiting)
	}
}

// party signs up somebody, now and then together with one she acts for, and returns how many.
func (w *world) party(e *event, s *shift, status string, most int) int {
	p := w.somebody(e)
	by := p
	if p.holder != nil {
		by = p.holder
	}
	su := w.enter(e, s, p, by, status)
	if most > 1 && len(p.actsFor) > 0 && p.actsFor[0].free(e.from, e.to) && w.rng.IntN(2) == 0 {
		w.enter(e, s, p.actsFor[0], by, status).party = su.party
		return 2
	}
	return 1
}

// enter puts one person in.
func (w *world) enter(e *event, s *shift, p, by *person, status string) *signUp {
	e.version++
	w.signUps++
	p.busy = append(p.busy, span{e.from, e.to})
	su := &signUp{id: uid.New("su"), party: uid.New("pt"), status: status, person: p, by: by, place: e.version, revision: e.version}
	s.signUps = append(s.signUps, su)
	switch status {
	case "CONFIRMED":
		s.confirmed++
	case "OFFERED":
		s.offered++
	case "WAITLISTED":
		s.waiting++
	}
	return su
}

// somebody is an active person who has nothing else then, from the event's team first.
func (w *world) somebody(e *event) *person {
	suits := func(p *person) bool {
		return p.free(e.from, e.to) && (e.to.Before(w.now) || !p.quiet()) && p.phone != 1 && p.phone != 3
	}
	for range 40 {
		pool := w.active
		if e.team != nil && w.rng.IntN(2) == 0 {
			pool = e.team.people[1:]
		}
		if p := pool[w.rng.IntN(len(pool))]; suits(p) {
			return p
		}
	}
	start := w.rng.IntN(len(w.people))
	for i := range w.people {
		if p := w.people[(start+i)%len(w.people)]; suits(p) {
			return p
		}
	}
	panic("demo: more places than people")
}

// arrive checks the first so many of those with a place in, and out again when the event is over.
func (w *world) arrive(e *event, s *shift, n int) {
	for _, su := range s.signUps {
		if n == 0 {
			return
		}
		if su.status != "CONFIRMED" {
			continue
		}
		n--
		e.version++
		s.arrived++
		su.revision = e.version
		su.in = e.from.Add(time.Duration(w.rng.IntN(20*60)-8*60) * time.Second)
		if e.to.Before(w.now) {
			if w.rng.IntN(3) > 0 {
				e.version++
				su.revision = e.version
				su.out = e.to.Add(-time.Duration(w.rng.IntN(15*60)) * time.Second)
			} else if e.to.Before(w.now.Add(-closing)) {
				e.version++
				su.revision, su.out, su.forgot = e.version, e.to, true
			}
		} else if latest := w.now.Add(-time.Duration(1+w.rng.IntN(600)) * time.Second); su.in.After(latest) {
			su.in = latest
		}
	}
}

// settleTimes spreads the moments of signing up between publishing and the start, in the order of the queue.
func (w *world) settleTimes(e *event) {
	until := e.from.Add(-30 * time.Minute)
	if until.After(w.now) {
		until = w.now
	}
	total := int64(0)
	for _, s := range e.shifts {
		total += int64(len(s.signUps))
	}
	step := until.Sub(e.made) / time.Duration(total+1)
	for _, s := range e.shifts {
		for i, su := range s.signUps {
			su.at = e.made.Add(time.Duration(i+1) * step).Truncate(time.Millisecond)
		}
	}
}
