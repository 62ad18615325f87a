package roster_test

import (
	"slices"

	"linli/ent/db/signup"
)

// The verbs of the model. Each answers what is shown, or the reason of a refusal; lead is the number of whoever runs the place.
const lead = -1

func (w *world) come(shift int, people []int) ([]said, string) {
	if why := w.closed(shift); why != "" {
		return nil, why
	}
	for _, p := range people {
		if w.find(shift, p) != nil {
			continue
		}
		if why := w.bars(shift, p); why != "" {
			return nil, why
		}
	}
	rows := make([]*entry, len(people))
	w.parties++
	fresh := 0
	for i, p := range people {
		if rows[i] = w.find(shift, p); rows[i] == nil {
			rows[i] = &entry{person: p, shift: shift, party: w.parties, status: waitlisted, place: w.turn*1000 + int64(fresh), inside: w.inside[p] && w.shifts[shift].kept > 0}
			w.rows = append(w.rows, rows[i])
			fresh++
		}
	}
	if fresh > 0 {
		w.settle(shift, w.parties)
	}
	return w.shows(rows...), ""
}

// bars is why another sign-up of hers keeps a person out.
func (w *world) bars(shift, person int) string {
	to := w.shifts[shift]
	for other, s := range w.shifts {
		if other == shift || w.find(other, person) == nil {
			continue
		}
		if w.oneShift {
			return "ONE_SHIFT"
		}
		if s.starts.Before(to.ends) && to.starts.Before(s.ends) {
			return "CLASH"
		}
	}
	return ""
}

func (w *world) mayLeave(e *entry) string {
	if why := w.closed(e.shift); why != "" {
		return why
	}
	if e.arrived {
		return "CHECKED_IN"
	}
	return ""
}

// end makes a row final.
func (w *world) end(e *entry, to signup.Status) {
	e.status, e.call, e.until = to, false, noTime
}

func (w *world) goneBy(by int, e *entry) signup.Status {
	if w.speaks(by, e.person) {
		return signup.StatusWITHDRAWN
	}
	return signup.StatusREMOVED
}

func (w *world) leave(by int, e *entry) ([]said, string) {
	if !e.active() {
		return w.shows(e), ""
	}
	if why := w.mayLeave(e); why != "" {
		return nil, why
	}
	w.end(e, w.goneBy(by, e))
	w.settle(e.shift, 0)
	return w.shows(e), ""
}

func (w *world) answer(by int, e *entry, accept bool) ([]said, string) {
	switch {
	case accept && e.status == confirmed, !accept && !e.active():
		return w.shows(e), ""
	case !e.active():
		return nil, "OFFER_EXPIRED"
	case e.status != offered:
		return nil, "NOT_OFFERED"
	case w.closed(e.shift) != "":
		return nil, w.closed(e.shift)
	case accept && !w.now.Before(e.until):
		return nil, "OFFER_EXPIRED"
	}
	for _, other := range w.rows {
		switch {
		case other.party != e.party || other.shift != e.shift || other.status != offered || !w.speaks(by, other.person):
		case !accept:
			w.end(other, signup.StatusWITHDRAWN)
		case w.now.Before(other.until):
			other.status, other.call, other.until = confirmed, false, noTime
		}
	}
	w.settle(e.shift, 0)
	return w.shows(e), ""
}

// with are the rows of e's party that have a status in its shift, by place.
func (w *world) with(e *entry, status signup.Status) []*entry {
	var all []*entry
	for _, other := range w.rows {
		if other.party == e.party && other.shift == e.shift && other.status == status {
			all = append(all, other)
		}
	}
	slices.SortStableFunc(all, func(a, b *entry) int { return int(a.place - b.place) })
	return all
}

func (w *world) moveUp(e *entry) ([]said, string) {
	switch {
	case w.closed(e.shift) != "":
		return nil, w.closed(e.shift)
	case e.status != waitlisted:
		return nil, "NOT_WAITING"
	case w.queue(e.shift)[0].party == e.party:
		return w.shows(e), ""
	}
	w.toFront(e.shift, w.with(e, waitlisted))
	w.settle(e.shift, 0)
	return w.shows(e), ""
}

func (w *world) confirm(e *entry) ([]said, string) {
	switch {
	case w.closed(e.shift) != "":
		return nil, w.closed(e.shift)
	case !e.active():
		return nil, "NOT_WAITING"
	case e.status == confirmed:
		return w.shows(e), ""
	}
	waiting := w.with(e, waitlisted)
	w.shifts[e.shift].capacity += max(0, len(waiting)-w.free(e.shift))
	for _, other := range append(waiting, w.with(e, offered)...) {
		other.status, other.until = confirmed, noTime
	}
	w.settle(e.shift, 0)
	return w.shows(e), ""
}

func (w *world) add(shift, places int) ([]said, string) {
	if why := w.closed(shift); why != "" {
		return nil, why
	}
	w.shifts[shift].capacity += places
	w.settle(shift, 0)
	return nil, ""
}

func (w *world) move(by int, e *entry, to int) ([]said, string) {
	switch {
	case !e.active():
		return nil, "NOT_WAITING"
	case e.shift == to:
		return w.shows(e), ""
	case w.find(to, e.person) != nil:
		return w.shows(w.find(to, e.person)), ""
	case w.mayLeave(e) != "":
		return nil, w.mayLeave(e)
	case w.closed(to) != "":
		return nil, w.closed(to)
	}
	undo := w.remember()
	w.end(e, w.goneBy(by, e))
	got, _ := w.come(to, []int{e.person})
	if got[0].status != confirmed {
		undo()
		return nil, "NO_PLACE"
	}
	w.settle(e.shift, 0)
	return got, ""
}

// remember returns what makes everything as it is now.
func (w *world) remember() func() {
	was, rows, shifts := *w, make([]entry, len(w.rows)), make([]stand, len(w.shifts))
	for i, e := range w.rows {
		rows[i] = *e
	}
	for i, s := range w.shifts {
		shifts[i] = *s
	}
	return func() {
		*w = was
		for i := range rows {
			*w.rows[i] = rows[i]
		}
		for i := range shifts {
			*w.shifts[i] = shifts[i]
		}
	}
}

// shrink takes places away: the last to come, with their party, go back to the front of the queue.
func (w *world) shrink(shift, capacity int) ([]said, string) {
	undo := w.remember()
	w.shifts[shift].capacity = capacity
	over := func() bool {
		return w.many(shift, func(e *entry) bool { return e.has() && !e.walkedIn }) > capacity
	}
	for over() {
		var all []*entry
		for _, e := range w.rows {
			if e.shift == shift && e.has() && !e.walkedIn && !e.arrived {
				all = append(all, e)
			}
		}
		if len(all) == 0 {
			undo()
			return nil, "BELOW_CONFIRMED"
		}
		slices.SortStableFunc(all, func(a, b *entry) int { return int(a.place - b.place) })
		groups := groupsOf(all)
		last := groups[len(groups)-1]
		for _, e := range last {
			e.status, e.passed, e.until = waitlisted, mostPassed, noTime
		}
		w.toFront(shift, last)
	}
	w.settle(shift, 0)
	return nil, ""
}

// pass does what time has brought about.
func (w *world) pass() {
	for {
		var next *entry
		for _, e := range w.rows {
			if e.status != offered || w.now.Before(e.until) {
				continue
			}
			if next == nil || e.until.Before(next.until) || e.until.Equal(next.until) && e.place < next.place {
				next = e
			}
		}
		if next == nil {
			break
		}
		until := next.until
		for _, e := range w.rows {
			if e.shift == next.shift && e.status == offered && e.until.Equal(until) {
				w.end(e, signup.StatusEXPIRED)
			}
		}
		w.settle(next.shift, 0)
	}
	for i, s := range w.shifts {
		if !w.now.Before(s.keptUntil) {
			s.kept = 0
		}
		w.settle(i, 0)
	}
}

func (w *world) callOff(e *entry) ([]said, string) {
	e.call = false
	return w.shows(e), ""
}

func (w *world) call(e *entry) ([]said, string) {
	if e.active() {
		e.call = true
	}
	return nil, ""
}
