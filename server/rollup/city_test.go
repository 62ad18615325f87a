package rollup_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/ent/db/unit"
	"linli/server/door"
	events "linli/server/event"
	"linli/server/org"
	"linli/server/rollup"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// replica is the areas on one open database.
type replica struct {
	rollUps *rollup.RollUps
	org     *org.Org
	events  *events.Events
	rosters *roster.Rosters
	door    *door.Door
}

func newReplica(k *testkit.Kit, s *store.Store, r *rollup.RollUps) *replica {
	rosters := roster.New(s, k.Keys, roster.Options{})
	return &replica{r, org.New(s, k.Keys), events.New(s, rosters), rosters, door.New(s, k.Keys, rosters, false)}
}

// city is two communities, in two time zones, with a secretary each, and the replicas that serve them: two on PostgreSQL.
type city struct {
	*testkit.Kit
	places      []*testkit.Place
	secretaries []*db.Person
	replicas    []*replica
}

func newCity(k *testkit.Kit) *city {
	c := &city{Kit: k, places: []*testkit.Place{k.Place("here"), k.Place("there")}}
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Community.UpdateOneID(c.places[1].Community.ID).SetTimeZone("America/Los_Angeles").ExecX(ctx)
	})
	for _, p := range c.places {
		s := k.Person(p.Root, "书记")
		k.Role(s, p.Root, membership.RoleSECRETARY)
		c.secretaries = append(c.secretaries, s)
		for i := range 8 {
			k.Person(p.Households[i%4], "居民")
		}
	}
	c.replicas = append(c.replicas, newReplica(k, k.Store, k.RollUps))
	if k.URL != "" {
		s := k.Unfolding()
		r := rollup.New(s)
		k.Cleanup(r.Close)
		c.replicas = append(c.replicas, newReplica(k, s, r))
	}
	return c
}

func inCity(t *testing.T, test func(t *testing.T, c *city)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) { test(t, newCity(k)) })
}

// quiet waits until all that was committed is folded, and the time is noticed.
func (c *city) quiet() {
	c.Helper()
	for _, r := range c.replicas {
		c.Must(r.rollUps.Flush(c.Context()))
	}
	c.Must(c.RollUps.CatchUp(c.Context()))
}

// hand is somebody who does something at random, on some replica, as the secretary of some community.
type hand struct {
	*city
	*replica
	random    *rand.Rand
	ctx       context.Context
	community string
}

func (c *city) hand(r *rand.Rand) *hand {
	n := r.IntN(len(c.places))
	return &hand{c, c.replicas[r.IntN(len(c.replicas))], r, c.As(c.secretaries[n]), c.places[n].Community.ID}
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

func (h *hand) anyUnit() *db.Unit {
	return pick(h.random, h.Store.Client().Unit.Query().Where(unit.CommunityID(h.community)).Order(unit.ByID()).AllX(h.Internal()))
}

func (h *hand) anyPerson() *db.Person {
	return pick(h.random, h.Store.Client().Person.Query().Where(person.CommunityID(h.community)).Order(person.ByID()).AllX(h.Internal()))
}

// anyEvent may be of any state; nil where there is none yet.
func (h *hand) anyEvent() *db.Event {
	all := h.Store.Client().Event.Query().Where(event.CommunityID(h.community)).Order(event.ByID()).WithShifts().AllX(h.Internal())
	if len(all) == 0 {
		return nil
	}
	return pick(h.random, all)
}

func (h *hand) anySignUp(status ...signup.Status) *db.SignUp {
	all := h.Store.Client().SignUp.Query().Where(signup.CommunityID(h.community), signup.StatusIn(status...)).Order(signup.ByID()).WithPerson().AllX(h.Internal())
	if len(all) == 0 {
		return nil
	}
	return pick(h.random, all)
}

// plan makes an event that begins within two days, and mostly publishes it.
func (h *hand) plan() error {
	starts := h.Clock.Now().Add(time.Duration(1+h.random.IntN(48)) * time.Hour)
	ends, capacity := starts.Add(2*time.Hour), 1+h.random.IntN(3)
	e, err := h.events.Create(h.ctx, events.CreateInput{UnitID: h.anyUnit().ID, Title: "活动", Kind: event.KindVOLUNTEERING, Place: "广场", StartsAt: starts, EndsAt: ends,
		Shifts: []*events.ShiftInput{{Name: "岗位", StartsAt: starts, EndsAt: ends, Capacity: &capacity}, {Name: "机动", StartsAt: starts, EndsAt: ends}}})
	if err == nil && h.random.IntN(5) > 0 {
		_, err = h.events.Publish(h.ctx, e.ID)
	}
	return err
}

func (h *hand) changeEvent() error {
	e := h.anyEvent()
	if e == nil {
		return nil
	}
	switch h.random.IntN(3) {
	case 0:
		_, err := h.events.Cancel(h.ctx, e.ID, "下雨")
		return err
	case 1:
		_, err := h.events.Publish(h.ctx, e.ID)
		return err
	}
	by := time.Duration(h.random.IntN(48)-24) * time.Hour
	starts, ends := e.StartsAt.Add(by), e.EndsAt.Add(by)
	in := events.ChangeInput{StartsAt: &starts, EndsAt: &ends}
	for _, s := range e.Edges.Shifts {
		in.Shifts = append(in.Shifts, &events.ShiftChange{ID: &s.ID, Name: s.Name, StartsAt: starts, EndsAt: ends, Capacity: s.Capacity})
	}
	_, err := h.events.Change(h.ctx, e.ID, in)
	return err
}

func (h *hand) signUp() error {
	e := h.anyEvent()
	if e == nil {
		return nil
	}
	people := []string{h.anyPerson().ID}
	if h.random.IntN(3) == 0 {
		people = append(people, h.anyPerson().ID)
	}
	_, err := h.rosters.SignUp(h.ctx, pick(h.random, e.Edges.Shifts).ID, people, nil)
	return err
}

func (h *hand) withdraw() error {
	s, why := h.anySignUp(roster.Active...), "有事"
	if s == nil {
		return nil
	}
	_, err := h.rosters.Withdraw(h.ctx, s.ID, &why, nil)
	return err
}

func (h *hand) answer() error {
	s := h.anySignUp(signup.StatusOFFERED)
	if s == nil {
		return nil
	}
	_, err := h.rosters.AnswerOffer(h.As(s.Edges.Person), s.ID, h.random.IntN(2) == 0, nil)
	return err
}

// arrive lets somebody in who signed up, or somebody who did not.
func (h *hand) arrive() error {
	s := h.anySignUp(roster.Active...)
	if s == nil {
		return nil
	}
	who := s.PersonID
	if h.random.IntN(4) == 0 {
		who = h.anyPerson().ID
	}
	_, err := h.door.CheckIn(h.ctx, []*door.Entry{{ID: uuid.NewString(), EventID: s.EventID, Method: attendanceentry.MethodLIST, At: h.Clock.Now(), PersonID: &who}}, door.From{})
	return err
}

func (h *hand) changeTree() error {
	var err error
	switch h.random.IntN(5) {
	case 0:
		_, err = h.org.AddPerson(h.ctx, org.AddPersonInput{UnitID: h.anyUnit().ID, Name: "新人"})
	case 1:
		home := h.anyUnit().ID
		_, err = h.org.ChangePerson(h.ctx, h.anyPerson().ID, org.ChangePersonInput{UnitID: &home})
	case 2: // most pairs are refused, and must change nothing
		_, err = h.org.MoveUnit(h.ctx, h.anyUnit().ID, h.anyUnit().ID)
	case 3:
		_, err = h.org.AddUnit(h.ctx, h.anyUnit().ID, "新", false)
	default:
		err = h.org.RemoveUnit(h.ctx, h.anyUnit().ID)
	}
	return err
}

// act does something; what is refused changes nothing.
func (h *hand) act() error {
	deeds := []func() error{h.plan, h.changeEvent, h.signUp, h.signUp, h.signUp, h.signUp, h.withdraw, h.answer, h.arrive, h.arrive, h.changeTree, h.changeTree}
	return pick(h.random, deeds)()
}
