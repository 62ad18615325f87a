package roster_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// scene is an event of the first branch in two hours, with a lead of that branch and people who live there.
type scene struct {
	*testkit.Kit
	*roster.Rosters
	place  *testkit.Place
	lead   *db.Person
	event  *db.Event
	people []*db.Person
	days   int // how many events a benchmark has made, each on a day of its own
}

func newScene(k *testkit.Kit, people int, capacities ...int) *scene {
	s := &scene{Kit: k, Rosters: roster.New(k.Store, k.Keys, roster.Options{}), place: k.Place("here")}
	s.lead = k.Person(s.place.Households[0], "队长")
	k.Role(s.lead, s.place.Branches[0], membership.RoleLEAD)
	s.event = k.Event(s.place.Branches[0], 2*time.Hour, capacities...)
	for i := range people {
		s.people = append(s.people, k.Person(s.place.Households[i%2], fmt.Sprintf("居民%03d", i)))
	}
	return s
}

func (s *scene) shift(n int) string { return s.event.Edges.Shifts[n].ID }

func (s *scene) ids(people ...int) []string {
	all := make([]string, len(people))
	for i, n := range people {
		all[i] = s.people[n].ID
	}
	return all
}

// in signs a person up for the first shift.
func (s *scene) in(person int) *roster.SignUp {
	s.Helper()
	return s.all(s.SignUp(s.As(s.people[person]), s.shift(0), nil, nil))[0]
}

// party lets the lead sign people up together.
func (s *scene) party(people ...int) []*roster.SignUp {
	s.Helper()
	return s.all(s.SignUp(s.As(s.lead), s.shift(0), s.ids(people...), nil))
}

func (s *scene) all(rows []*roster.SignUp, err error) []*roster.SignUp {
	s.Helper()
	s.Must(err)
	return rows
}

func (s *scene) out(person int, row *roster.SignUp) {
	s.Helper()
	_, err := s.Withdraw(s.As(s.people[person]), row.ID, nil, nil)
	s.Must(err)
}

// now reads a row again.
func (s *scene) now(row *roster.SignUp) *roster.SignUp {
	s.Helper()
	got, err := s.ByID(s.As(s.lead), row.ID)
	s.Must(err)
	return got
}

// is checks the status and the position, 0 for none.
func (s *scene) is(row *roster.SignUp, status signup.Status, position int) {
	s.Helper()
	at := 0
	if row.QueuePosition != nil {
		at = *row.QueuePosition
	}
	if row.Status != status || at != position {
		s.Fatalf("%s at %d, want %s at %d", row.Status, at, status, position)
	}
}

// refused checks the code and the reason of a refusal, and that nothing in the database changed since count was taken.
func (s *scene) refused(err error, code fault.Code, reason string) {
	s.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code || f.Reason != reason {
		s.Fatalf("%v, want %s %s", err, code, reason)
	}
}

// trace is everything that a verb could change.
func (s *scene) trace() string {
	s.Helper()
	c, ctx := s.Store.Client(), s.Internal()
	return fmt.Sprint(c.SignUp.Query().Order(signup.ByID()).AllX(ctx), c.Shift.Query().Order(shift.ByID()).AllX(ctx), c.Event.Query().AllX(ctx),
		c.Notice.Query().CountX(ctx), c.AuditEntry.Query().CountX(ctx), c.Answer.Query().CountX(ctx))
}

// unchanged runs something that must not change the database.
func (s *scene) unchanged(try func() error) error {
	s.Helper()
	before := s.trace()
	err := try()
	if after := s.trace(); after != before {
		s.Fatalf("the database changed:\n%s\n%s", before, after)
	}
	return err
}

func each(t *testing.T, people int, capacities []int, test func(s *scene)) {
	t.Helper()
	testkit.Each(t, func(_ *testing.T, k *testkit.Kit) {
		k.Helper()
		test(newScene(k, people, capacities...))
	})
}

// openPage lets a page of the person be open for a long time: offers reach her.
func (s *scene) openPage(person int) {
	s.Helper()
	p, far := s.people[person], s.Clock.Now().Add(10_000*time.Hour)
	s.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Session.Create().SetCommunityID(p.CommunityID).SetPersonID(p.ID).SetTokenHash(uid.New("to")).SetSeenAt(far).
			SetExpiresAt(far).SetOpenUntil(far).ExecX(ctx)
	})
}
