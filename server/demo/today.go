package demo

import "time"

// busyDay lets many events of all branches run at this moment, with people arriving, beside a few that are over and a few
// that come later today: what a display in the community centre is for.
func (w *world) busyDay() {
	for i := range w.busy {
		switch {
		case i%6 == 4: // soon
			e := w.todays(i, time.Duration(15+12*i)*time.Minute, 2*time.Hour)
			w.attend(e, i, 0)
		case i == 11 || i == 17: // over: lastYear fills it
			w.todays(i, -3*time.Hour, 150*time.Minute)
		default:
			since := time.Duration(8+7*i) * time.Minute
			e := w.todays(i, -since, since+time.Duration(100+9*i)*time.Minute)
			w.attend(e, i, min(since, time.Hour))
		}
	}
}

// todays makes the n-th of the usual events in its branch's turn, so long from now.
func (w *world) todays(n int, begins, lasts time.Duration) *event {
	branches := w.first().root.children
	k := usual[n%len(usual)]
	k.minutes = int(lasts.Minutes())
	return w.event(k, branches[n%len(branches)], w.now.Add(begins).Truncate(5*time.Minute))
}

// attend fills the shifts of an event, the more the later its number, up to a queue; who has come depends on how long it has been on.
func (w *world) attend(e *event, n int, since time.Duration) {
	for _, s := range e.shifts {
		places, queue := s.capacity*(3+n%4)/6, 0
		if n%4 == 3 {
			queue = n % 5
		}
		w.fill(e, s, places, queue)
		w.arrive(e, s, int(time.Duration(places)*since/(75*time.Minute)))
	}
}
