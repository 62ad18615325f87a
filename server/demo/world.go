package demo

import (
	"math/rand/v2"
	"time"

	"linli/ent/uid"
	"linli/server/keys"
)

// scale is how much there is of everything.
type scale struct {
	branches, buildings, households, residents int
	// phones is how many people of the first community have one; zero: all grown-ups and every second elder.
	phones int
	// members hold the role MEMBER; centres are member households; teams have leads, members and events.
	members, centres, teams int
	// year is how many events the last twelve months had, turnouts how many came to them.
	year, turnouts int
	// fridays and mondays are the weeks that the service day and the talk go back; coming is the events of two weeks.
	fridays, mondays, coming int
	// busy is the events of today, most of them on.
	busy int
}

var scales = map[string]scale{
	"small": {branches: 3, buildings: 9, households: 96, residents: 330, phones: 199, members: 12, centres: 4, teams: 4, year: 1, turnouts: 32},
	"full": {branches: 12, buildings: 148, households: 8_000, residents: 26_000, members: 277, centres: 96, teams: 14,
		year: 641, turnouts: 18_000, fridays: 225, mondays: 209, coming: 40, busy: 24},
}

// china is the community's zone; a fixed one, so that no time-zone data is needed.
var china = time.FixedZone("Asia/Shanghai", 8*60*60)

// world is everything invented so far.
type world struct {
	scale
	rng  *rand.Rand
	keys *keys.Keys
	now  time.Time

	communities []*place
	units       []*unit
	people      []*person
	byPhone     map[int]*person
	teams       []*team
	events      []*event
	signUps     int
	treat       *event    // what the volunteer and her father have signed up for
	nearly      *event    // where the last place is offered to somebody
	offered     *signUp   // that offer
	active      []*person // who comes to events
	news        []*news
	wish        *wish
}

// place is a community.
type place struct {
	id, slug, name string
	root           *unit
}

// unit is a node of the tree.
type unit struct {
	id, community, level, name, path string
	parent                           *unit
	children                         []*unit
	people                           []*person
	centre                           bool
}

// person is somebody; phone is her number in the row of demo phones, zero: none.
type person struct {
	id, name string
	home     *unit
	age, sex int
	phone    int
	actsFor  []*person
	holder   *person // who acts for her
	roles    []role
	busy     []span
	born     int // zero: not known
	skills   []string
	cardAt   time.Time // when a card was printed for her
}

type span struct{ from, to time.Time }

// role is held at a unit.
type role struct {
	name string
	at   *unit
}

// team is a volunteer team; people[0] leads it.
type team struct {
	id, name, kind string
	at             *unit
	people         []*person
}

// news is a line of an inbox.
type news struct {
	to, about, actor *person
	kind, reason     string
	event            *event
	signUp           *signUp
	at               time.Time
	read             bool
}

func (w *world) invent(seed uint64) {
	w.byPhone = map[int]*person{}
	w.grow()
	w.settle()
	w.phoneBook()
	w.traits(seed)
	w.roles()
	w.gather()
	w.states()
	w.weekly()
	w.comingWeeks()
	w.busyDay()
	w.lastYear()
	w.hours()
	w.neighbour()
	for _, e := range w.events {
		w.settleTimes(e)
	}
	w.inbox()
}

// first is the community the demo is about.
func (w *world) first() *place { return w.communities[0] }

// quiet people hold no sign-up for anything to come: the volunteer, and those that load tests are made with.
func (p *person) quiet() bool { return p.phone == 1 || (p.phone >= 6 && p.phone <= 100) }

// free tells whether the person has nothing else in this time.
func (p *person) free(from, to time.Time) bool {
	for _, b := range p.busy {
		if from.Before(b.to) && b.from.Before(to) {
			return false
		}
	}
	return true
}

// on is an instant so many days from today at this hour of the community's day.
func (w *world) on(day, hour int) time.Time {
	y, m, d := w.now.In(china).Date()
	return time.Date(y, m, d+day, hour, 0, 0, 0, china).UTC()
}

func (u *unit) add(level, name string) *unit {
	c := &unit{id: uid.New("un"), community: u.community, level: level, name: name, parent: u, path: u.path + segment(len(u.children)+1)}
	u.children = append(u.children, c)
	return c
}
