package roster_test

import (
	"cmp"
	"slices"
	"time"

	"linli/ent/db/signup"
)

// world is the roster of one event as simply as it can be said: a list of everybody who ever came, and rules that look at
// all of it anew each time. It knows no boards, no counters and no batches.
type world struct {
	now      time.Time
	ends     time.Time // of the event
	shifts   []*stand
	rows     []*entry // in the order in which they were made
	page     map[int]bool
	holders  map[int]int // who acts for whom
	inside   map[int]bool
	oneShift bool
	turn     int64 // how many changes there were
	parties  int
}

type stand struct {
	capacity, kept, held    int
	starts, ends, keptUntil time.Time
}

type entry struct {
	id                              string
	person, shift, party            int
	status                          signup.Status
	place                           int64
	passed                          int
	inside, walkedIn, arrived, call bool
	until                           time.Time // zero: none
}

// said is what the answer to a request shows of one row.
type said struct {
	row      *entry
	status   signup.Status
	position int
}

const (
	confirmed  = signup.StatusCONFIRMED
	offered    = signup.StatusOFFERED
	waitlisted = signup.StatusWAITLISTED
	mostPassed = 3 // passed over so often, places are held
)

func (e *entry) has() bool    { return e.status == confirmed || e.status == offered }
func (e *entry) active() bool { return e.has() || e.status == waitlisted }

func (w *world) many(shift int, which func(*entry) bool) int {
	n := 0
	for _, e := range w.rows {
		if e.shift == shift && which(e) {
			n++
		}
	}
	return n
}

func (w *world) free(shift int) int {
	return max(0, w.shifts[shift].capacity-w.many(shift, (*entry).has))
}

// kept is how many of the free places only people inside may have.
func (w *world) kept(shift int) int {
	s := w.shifts[shift]
	if !w.now.Before(s.keptUntil) {
		return 0
	}
	taken := w.many(shift, func(e *entry) bool { return e.has() && e.inside && !e.walkedIn })
	return min(max(0, s.kept-taken), w.free(shift))
}

// queue is who waits, in order; groups are the parties among them.
func (w *world) queue(shift int) []*entry {
	var all []*entry
	for _, e := range w.rows {
		if e.shift == shift && e.status == waitlisted {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b *entry) int { return cmp.Compare(a.place, b.place) })
	return all
}

func groupsOf(rows []*entry) [][]*entry {
	var all [][]*entry
	for _, e := range rows {
		i := slices.IndexFunc(all, func(g []*entry) bool { return g[0].party == e.party })
		if i < 0 {
			all = append(all, []*entry{e})
			continue
		}
		all[i] = append(all[i], e)
	}
	return all
}

// room is how many of the free places are there for such a group: the kept ones count only for its people inside.
func (w *world) room(group []*entry) int {
	inside := 0
	for _, e := range group {
		if e.inside {
			inside++
		}
	}
	shift := group[0].shift
	return max(0, w.free(shift)-max(0, w.kept(shift)-inside))
}

// rooms is room for each of the groups.
func (w *world) rooms(groups [][]*entry) []int {
	all := make([]int, len(groups))
	for i, g := range groups {
		all[i] = w.room(g)
	}
	return all
}

// settle gives what is free to whoever is first of those who may have it, again and again.
func (w *world) settle(shift, newcomers int) {
	s := w.shifts[shift]
	s.held = 0
	if w.closed(shift) != "" {
		return
	}
	for w.give(shift, newcomers) {
	}
	s.held = w.kept(shift)
	if w.free(shift) > 0 && w.blocked(groupsOf(w.queue(shift)), []*entry{{shift: shift}}) {
		s.held = w.free(shift)
	}
}

func (w *world) give(shift, newcomers int) bool {
	groups := groupsOf(w.queue(shift))
	for i, g := range groups {
		if w.room(g) < len(g) || w.blocked(groups[:i], g) {
			continue
		}
		before := w.rooms(groups[:i])
		until := w.deadline(shift)
		for _, e := range g {
			w.offer(e, until, g[0].party == newcomers)
		}
		after := w.rooms(groups[:i])
		for k, other := range groups[:i] {
			if before[k] > 0 && before[k] < len(other) && after[k] < before[k] {
				for _, e := range other {
					e.passed++
				}
			}
		}
		return true
	}
	return false
}

// blocked tells whether one of those in front was passed over too often and would lose room to the group.
func (w *world) blocked(front [][]*entry, group []*entry) bool {
	before := w.rooms(front)
	was := w.rows
	for _, e := range group { // as if they had places already
		w.rows = append(w.rows, &entry{shift: e.shift, status: confirmed, inside: e.inside})
	}
	after := w.rooms(front)
	w.rows = was
	for i, g := range front {
		if g[0].passed >= mostPassed && after[i] < before[i] {
			return true
		}
	}
	return false
}

func (w *world) offer(e *entry, until time.Time, newcomer bool) {
	holder, acted := w.holders[e.person]
	switch {
	case newcomer:
		e.status = confirmed
	case !w.page[e.person] && (!acted || !w.page[holder]):
		e.status, e.call = confirmed, true
	case until.IsZero(): // a page tells her
		e.status, e.call = confirmed, false
	default:
		e.status, e.until = offered, until
	}
}

// deadline walks through the minutes one by one; zero when nobody is asked any more.
func (w *world) deadline(shift int) time.Time {
	starts := w.shifts[shift].starts
	last := starts.Add(-time.Hour)
	if !w.now.Before(last) {
		return time.Time{}
	}
	china := func(t time.Time) int64 { return t.Unix()/60 + 8*60 }
	minutes := 12 * 60
	switch china(starts)/1440 - china(w.now)/1440 {
	case 0:
		minutes = 20
	case 1:
		minutes = 2 * 60
	}
	until := w.now
	for left := minutes; left > 0; until = until.Add(time.Minute) {
		if hour := china(until) % 1440 / 60; hour >= 7 && hour < 22 {
			left--
		}
	}
	if until.After(last) {
		until = w.now.Add(time.Duration(minutes) * time.Minute)
	}
	if until.After(last) {
		until = w.now.Add(20 * time.Minute)
	}
	return until
}

// toFront puts rows in front of everybody who waits.
func (w *world) toFront(shift int, rows []*entry) {
	first := w.turn * 1000
	for _, e := range w.queue(shift) {
		if !slices.Contains(rows, e) {
			first = min(first, e.place)
		}
	}
	for i, e := range rows {
		e.place = first - int64(len(rows)-i)
	}
}

func (w *world) closed(shift int) string {
	switch {
	case !w.now.Before(w.ends):
		return "EVENT_ENDED"
	case !w.now.Before(w.shifts[shift].ends):
		return "SHIFT_ENDED"
	}
	return ""
}

// find is the person's active row in a shift.
func (w *world) find(shift, person int) *entry {
	for _, e := range w.rows {
		if e.shift == shift && e.person == person && e.active() {
			return e
		}
	}
	return nil
}

func (w *world) speaks(by, person int) bool {
	holder, acted := w.holders[person]
	return by == person || acted && holder == by
}

// shows is the answer that shows these rows as they are.
func (w *world) shows(rows ...*entry) []said {
	all := make([]said, len(rows))
	for i, e := range rows {
		all[i] = said{e, e.status, slices.Index(w.queue(e.shift), e) + 1}
	}
	return all
}
