package roster

import (
	"slices"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/fault"
)

// arrival is a request for places: all of the people get one or all queue.
type arrival struct {
	by      string // who asks
	shiftID string
	people  []string
	led     map[string]bool // those whom only a lead's right lets be signed up
}

// admit decides an arrival. Who is in already is answered unchanged; the rest form the party, join the end of the queue,
// and then whoever is next gets the free places. CLOSED, CONFLICT with reason CLASH, or NOT_FOUND leave the board as it was.
func (b *board) admit(a arrival) ([]*SignUp, error) {
	l := b.lines[a.shiftID]
	if l == nil {
		return nil, fault.Missing()
	}
	if err := closed(b.event, l.shift, b.now); err != nil {
		return nil, err
	}
	answer := make([]*SignUp, len(a.people))
	var rest []int
	for i, id := range a.people {
		if p := b.people[id]; p == nil || p.CommunityID != b.event.CommunityID {
			return nil, fault.Missing().At("people")
		}
		if in := b.in(l.shift.ID, id); in != nil {
			answer[i] = &SignUp{SignUp: in}
			continue
		}
		if other := clash(l.shift, b.busy[id]); other != nil {
			return nil, clashed(other)
		}
		rest = append(rest, i)
	}
	for _, i := range rest {
		answer[i] = &SignUp{}
	}
	b.enter(l, a, rest, answer)
	return answer, nil
}

// in finds the person's active sign-up in a shift.
func (b *board) in(shiftID, personID string) *db.SignUp {
	i := slices.IndexFunc(b.busy[personID], func(s *db.SignUp) bool { return s.ShiftID == shiftID && !Final(s.Status) })
	if i < 0 {
		return nil
	}
	return b.busy[personID][i]
}

// enter puts the party at the end of the queue and settles the line.
func (b *board) enter(l *line, a arrival, rest []int, answer []*SignUp) {
	if len(rest) == 0 {
		return
	}
	party := uid.New("py")
	var others, led []*db.SignUp
	for _, i := range rest {
		s := b.newcomer(l, a.people[i], a.by, party)
		answer[i].SignUp = s
		if s.PersonID != a.by {
			others = append(others, s)
		}
		if a.led[s.PersonID] {
			led = append(led, s)
		}
	}
	lucky := b.settle(l)
	waited := slices.DeleteFunc(lucky, func(s *db.SignUp) bool { return s.Party == party })
	b.tell(told{kind: promoted, byRule: true}, waited...)
	b.tell(told{kind: signedUp}, others...)
	b.record("signUp", "", led...)
	if first := answer[rest[0]]; first.Status == signup.StatusWAITLISTED {
		for n, i := range rest {
			position := l.shift.Waitlisted - len(rest) + n + 1
			answer[i].QueuePosition = &position
		}
	}
}

// newcomer makes a waiting row at the end of the line.
func (b *board) newcomer(l *line, personID, by, party string) *db.SignUp {
	s := &db.SignUp{
		ID: uid.New("su"), CreatedAt: b.now, CommunityID: b.event.CommunityID, EventID: b.event.ID, ShiftID: l.shift.ID,
		PersonID: personID, Status: signup.StatusWAITLISTED, Place: Place(b.event, len(b.fresh)), Party: party,
		SignedUpBy: by, ChangedRevision: b.event.RosterVersion,
	}
	s.Edges.Shift, s.Edges.Event = l.shift, b.event
	l.count(s, +1)
	l.queue = append(l.queue, s)
	b.fresh = append(b.fresh, s)
	b.busy[personID] = append(b.busy[personID], s)
	return s
}

// perVersion is how many sign-ups one transaction may make.
const perVersion = 100_000

// Place is the place of the nth new sign-up of a transaction that holds the event's lock: behind all that came before,
// without having to look for the last.
func Place(e *db.Event, n int) int64 { return e.RosterVersion*perVersion + int64(n) }
