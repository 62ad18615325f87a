package door_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/server/door"
	"linli/server/roster"
	"linli/server/testkit"
	"linli/server/viewer"
)

const phones = 5

// storm is a door at which phones without a network hand in late, twice, in pieces and out of order what they have.
type storm struct {
	*testkit.Kit
	seed   uint64
	event  *db.Event
	people []*known
	model  model
	phones []*handset
	all    []*sent
	codes  []struct {
		at   time.Time
		code string
	}
	replayed, accepted, refused, lost, flagged int64
}

// known is somebody whom a phone can point at in some ways.
type known struct {
	name   string
	point  []func(*door.Entry)
	undone bool // what is entered of her is taken back now and then
}

// handset is one device at the door.
type handset struct {
	name  string // the person or device
	view  *viewer.Viewer
	ahead time.Duration // of its clock
	doors []*door.Door
	has   []*sent
}

func TestStormAtTheDoor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		each := 2_000
		if testing.Short() {
			each = 300
		}
		s := newStorm(k)
		for _, p := range s.phones {
			p.fill(s, each)
		}
		var all sync.WaitGroup
		for i, p := range s.phones {
			all.Go(func() { p.handIn(s, rand.New(rand.NewPCG(s.seed, uint64(100+i)))) })
		}
		all.Wait()
		if t.Failed() {
			return
		}
		s.compare()
		t.Logf("entries %d, sent again %d, answers lost %d, accepted %d, flagged %d, refused %d", len(s.all), s.replayed, s.lost, s.accepted, s.flagged, s.refused)
	})
}

func newStorm(k *testkit.Kit) *storm {
	s := &storm{Kit: k, seed: rand.Uint64(), model: model{}}
	place, rosters := k.Place("here"), roster.New(k.Store, k.Keys, roster.Options{})
	stores := []*roster.Rosters{rosters}
	if k.URL != "" {
		stores = append(stores, roster.New(k.Open(), k.Keys, roster.Options{}))
	}
	doors := []*door.Door{door.New(k.Store, k.Keys, rosters, false)}
	if k.URL != "" {
		doors = append(doors, door.New(k.Open(), k.Keys, stores[1], false))
	}
	s.event = k.Event(place.Root, -110*time.Minute, 60)
	s.meet(place, rosters)
	k.Clock.Move(-time.Hour)
	for range 12 {
		code, err := doors[0].VenueCode(k.As(s.lead(place)), s.event.ID)
		k.Must(err)
		s.codes = append(s.codes, struct {
			at   time.Time
			code string
		}{k.Clock.Now(), code.Code})
		k.Clock.Move(5 * time.Minute)
	}
	for i, ahead := range []time.Duration{0, 3 * time.Hour, -5 * time.Hour, 30 * time.Second, -time.Minute}[:phones] {
		p := &handset{ahead: ahead, doors: doors}
		if i%2 == 0 {
			p.view, p.name = viewer.From(k.As(s.lead(place))), ""
			p.name = p.view.PersonID
		} else {
			p.name = fmt.Sprint("dv_", i)
			p.view = &viewer.Viewer{CommunityID: place.Community.ID, Door: &viewer.Door{DeviceID: p.name, EventID: s.event.ID}}
		}
		s.phones = append(s.phones, p)
	}
	return s
}

func (s *storm) lead(place *testkit.Place) *db.Person {
	lead := s.Person(place.Households[0], "队长")
	s.Role(lead, place.Root, membership.RoleLEAD)
	return lead
}

// meet makes the people: with a place, waiting, withdrawn, with a card only, and some whom nobody knows.
func (s *storm) meet(place *testkit.Place, rosters *roster.Rosters) {
	other := s.Event(place.Root, 24*time.Hour, -1)
	for i := range 110 {
		p := s.Person(place.Households[i%4], fmt.Sprint("居民", i))
		one := &known{name: p.Name, undone: i < 60}
		s.people = append(s.people, one)
		if i >= 95 {
			card, err := rosters.Tickets().IssueCard(s.As(p), p.ID)
			s.Must(err)
			one.point = append(one.point, func(e *door.Entry) { e.Ticket = &card.Ticket })
			continue
		}
		in, err := rosters.SignUp(s.As(p), s.event.Edges.Shifts[0].ID, nil, nil)
		s.Must(err)
		ticket, err := rosters.Ticket(s.As(p), in[0])
		s.Must(err)
		one.point = append(one.point, func(e *door.Entry) { e.Ticket = ticket })
		if i >= 85 {
			_, err := rosters.Withdraw(s.As(p), in[0].ID, nil, nil)
			s.Must(err)
			continue
		}
		one.point = append(one.point, func(e *door.Entry) { e.SignUpID = &in[0].ID }, func(e *door.Entry) { e.PersonID = &p.ID })
		if i%5 != 0 {
			continue
		}
		elsewhere, err := rosters.SignUp(s.As(p), other.Edges.Shifts[0].ID, nil, nil)
		s.Must(err)
		wrong, err := rosters.Ticket(s.As(p), elsewhere[0])
		s.Must(err)
		forged := (*ticket)[:50] + map[bool]string{true: "A", false: "B"}[(*ticket)[50] != 'A'] + (*ticket)[51:]
		s.people = append(s.people, &known{point: []func(*door.Entry){
			func(e *door.Entry) { e.Ticket, e.Name = wrong, ptr(door.OtherEvent) },
			func(e *door.Entry) { e.Ticket, e.Name = &forged, ptr(door.BadTicket) },
			func(e *door.Entry) { e.SignUpID, e.Name = ptr("su_nobody"), ptr(door.UnknownSignUp) },
		}}) // in the name stands what becomes of it
	}
	for i := range 20 {
		name, tail := fmt.Sprint("过路人", i), fmt.Sprintf("%04d", i)
		s.people = append(s.people, &known{name: name, point: []func(*door.Entry){
			func(e *door.Entry) { e.Method, e.Name, e.PhoneTail = attendanceentry.MethodWALK_IN, &name, &tail },
		}})
	}
}

func ptr[T any](v T) *T { return &v }

// fill makes what happened at a phone's place of the door in the last 100 minutes.
func (p *handset) fill(s *storm, n int) {
	random := rand.New(rand.NewPCG(s.seed, uint64(len(s.all))))
	var mine []*sent
	for range n {
		e := &sent{by: p, true: s.Clock.Now().Add(-time.Duration(random.IntN(100*60_000)) * time.Millisecond)}
		e.Entry = &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodLIST,
			Direction: ptr([]attendanceentry.Direction{"IN", "IN", "OUT", "OUT", "ABSENT"}[random.IntN(5)])}
		one := s.people[random.IntN(len(s.people))]
		one.point[random.IntN(len(one.point))](e.Entry)
		switch {
		case one.name == "":
			e.refused, e.Name = *e.Name, nil
		case e.Method == attendanceentry.MethodWALK_IN && *e.Direction == attendanceentry.DirectionABSENT:
			e.Direction = ptr(attendanceentry.DirectionIN)
		case one.undone && len(mine) > 0 && random.IntN(8) == 0:
			e.undoes = mine[random.IntN(len(mine))]
			one = &known{name: e.undoes.who}
			*e.Entry = door.Entry{ID: e.ID, EventID: e.EventID, Method: e.Method, Direction: ptr(attendanceentry.DirectionUNDO), Undoes: &e.undoes.ID}
		case one.undone && *e.Direction != attendanceentry.DirectionABSENT && random.IntN(6) == 0:
			e.shows(s, random)
		}
		if e.At = e.true.Add(p.ahead); p.ahead.Abs() <= 2*time.Minute {
			e.true = e.At // which is near enough
		}
		if e.who = one.name; e.refused == "" {
			s.model[e.who] = append(s.model[e.who], e)
			if one.undone && e.undoes == nil {
				mine = append(mine, e)
			}
		}
		p.has, s.all = append(p.has, e), append(s.all, e)
	}
	random.Shuffle(len(p.has), func(i, j int) { p.has[i], p.has[j] = p.has[j], p.has[i] })
}

// shows makes it an entry with a venue code, of its time or of another.
func (e *sent) shows(s *storm, random *rand.Rand) {
	shown := s.codes[random.IntN(len(s.codes))]
	e.Method, e.VenueCode, e.true = attendanceentry.MethodVENUE_CODE, &shown.code, shown.at.Add(time.Duration(random.IntN(30))*time.Second)
	if random.IntN(3) == 0 {
		e.true, e.refused = shown.at.Add(-4*time.Minute), door.StaleCode
	}
}

// handIn sends what the phone has until it knows what became of all of it. It does not always hear.
func (p *handset) handIn(s *storm, random *rand.Rand) {
	var heard []*sent
	for len(p.has) > 0 && !s.Failed() {
		n := min(len(p.has), 1+random.IntN(60))
		batch := slices.Clone(p.has[:n])
		for range random.IntN(10) { // some again, of those that were answered and of this batch
			batch = append(batch, batch[random.IntN(n)])
			if len(heard) > 0 {
				batch = append(batch, heard[random.IntN(len(heard))])
			}
		}
		random.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
		results, err := p.send(s, random, batch)
		if err != nil {
			continue
		}
		left := map[*sent]bool{}
		for i, r := range results {
			e := batch[i]
			switch {
			case r.Accepted && e.refused == "" || !r.Accepted && e.refused != "" && slices.Contains(r.Warnings, e.refused):
			case !r.Accepted && e.undoes != nil && slices.Contains(r.Warnings, door.UnknownSignUp):
				left[e] = true // it has come before what it takes back
			default:
				s.Errorf("seed %d: %+v is answered %+v, want %q", s.seed, e.Entry, r, e.refused)
			}
		}
		later := slices.DeleteFunc(slices.Clone(p.has[:n]), func(e *sent) bool { return !left[e] })
		for _, e := range p.has[:n] {
			if !left[e] {
				heard = append(heard, e)
				atomic.AddInt64(map[bool]*int64{true: &s.accepted, false: &s.refused}[e.refused == ""], 1)
			}
		}
		p.has = append(p.has[n:], later...)
	}
}

// send sends a batch to one of the copies of the program; now and then the answer is lost, or nobody waits for it.
func (p *handset) send(s *storm, random *rand.Rand, batch []*sent) ([]*door.Result, error) {
	entries := make([]*door.Entry, len(batch))
	for i, e := range batch {
		copied := *e.Entry
		entries[i] = &copied
	}
	ctx, cancel := context.WithCancel(viewer.With(s.Context(), p.view))
	defer cancel()
	impatient := random.IntN(10) == 0
	if impatient {
		go cancel()
	}
	sentAt, sender := s.Clock.Now().Add(p.ahead), p.name
	results, err := p.doors[random.IntN(len(p.doors))].CheckIn(ctx, entries, door.From{SentAt: &sentAt, Sender: &sender})
	if err != nil && !impatient {
		s.Errorf("seed %d: %v", s.seed, err)
	}
	if err == nil && random.IntN(5) == 0 {
		err = context.Canceled
	}
	if err != nil {
		atomic.AddInt64(&s.lost, 1)
		atomic.AddInt64(&s.replayed, int64(len(batch)))
	}
	return results, err
}
