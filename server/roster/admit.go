package roster

import (
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/fault"
)

// arrival is a request for places: all of the people get one or all queue.
type arrival struct {
	shiftID string
	people  []string
	led     map[string]bool // those whom only a lead's right lets be signed up

	verb, reason string // for the record of those
	news         notice.Kind
}

// admit decides an arrival. Who is in already is answered unchanged; the rest form the party, join the end of the queue,
// and then whoever is next gets the free places. A refusal leaves the board as it was.
func (b *board) admit(a arrival) ([]*SignUp, error) {
	l := b.lines[a.shiftID]
	if l == nil {
		return nil, fault.Missing()
	}
	if err := closed(l.event, l.shift, b.now); err != nil {
		return nil, err
	}
	rows := make([]*db.SignUp, len(a.people))
	var rest []int
	for i, id := range a.people {
		if p := b.people[id]; p == nil || p.CommunityID != l.event.CommunityID {
			return nil, fault.Missing().At("people")
		}
		if in := b.in(l.shift.ID, id); in != nil {
			rows[i] = in
			continue
		}
		if err := b.mayEnter(l, id, a.led[id]); err != nil {
			return nil, err
		}
		rest = append(rest, i)
	}
	if len(rest) > 0 {
		b.enter(l, a, rest, rows)
	}
	return b.asNow(rows...), nil
}

// mayEnter refuses whom the event's rules or another sign-up keep out.
func (b *board) mayEnter(l *line, personID string, led bool) error {
	if err := mayJoin(l.event, b.people[personID], b.now, led); err != nil {
		return err
	}
	for _, s := range b.busy[personID] {
		if s.EventID == l.event.ID && s.ShiftID != l.shift.ID && !Final(s.Status) {
			if err := oneShift(l.event, s); err != nil {
				return err
			}
		}
	}
	if other := clash(l.shift, b.busy[personID]); other != nil {
		return clashed(other)
	}
	return nil
}

// in finds the person's active sign-up in a shift.
func (b *board) in(shiftID, personID string) *db.SignUp {
	i := slices.IndexFunc(b.busy[personID], func(s *db.SignUp) bool { return s.ShiftID == shiftID && !Final(s.Status) })
	if i < 0 {
		return nil
	}
	return b.busy[personID][i]
}

// enter puts the party, those of the people who are named by rest, at the end of the queue and settles the line.
func (b *board) enter(l *line, a arrival, rest []int, rows []*db.SignUp) {
	party := uid.New("py")
	var others, led []*db.SignUp
	for _, i := range rest {
		s := b.newcomer(l, a.people[i], party)
		rows[i] = s
		if s.PersonID != b.by.PersonID {
			others = append(others, s)
		}
		if a.led[s.PersonID] {
			led = append(led, s)
		}
	}
	b.settle(l, party)
	b.tell(told{kind: a.news, reason: a.reason}, others...)
	b.record(a.verb, a.reason, led...)
}

// newcomer makes a waiting row at the end of the line.
func (b *board) newcomer(l *line, personID, party string) *db.SignUp {
	s := &db.SignUp{
		ID: uid.New("su"), CreatedAt: b.now, CommunityID: l.event.CommunityID, EventID: l.event.ID, ShiftID: l.shift.ID,
		PersonID: personID, Status: signup.StatusWAITLISTED, Place: Place(l.event, len(b.fresh)), Party: party,
		Inside: b.inside[l.shift.ID][personID], SignedUpBy: b.by.PersonID, ChangedRevision: l.event.RosterVersion,
	}
	s.Edges.Shift, s.Edges.Event = l.shift, l.event
	l.count(s, +1)
	l.queue = append(l.queue, s)
	b.fresh = append(b.fresh, s)
	b.rows[s.ID] = s
	b.busy[personID] = append(b.busy[personID], s)
	return s
}

// perVersion is how many sign-ups one transaction may make.
const perVersion = 100_000

// Place is the place of the nth new sign-up of a transaction that holds the event's lock: behind all that came before,
// without having to look for the last.
func Place(e *db.Event, n int) int64 { return e.RosterVersion*perVersion + int64(n) }
