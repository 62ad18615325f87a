package jobs_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	"linli/server/door"
	"linli/server/jobs"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// noDoors stands for doors at which nobody forgot to check out.
type noDoors struct{}

func (noDoors) Forgotten(context.Context, time.Time, int) ([]string, error) { return nil, nil }
func (noDoors) CloseForgotten(context.Context, string) error                { return nil }

// evening is an event that runs now, from ten minutes ago until two hours later, with three people who came.
type evening struct {
	*testkit.Kit
	event  *db.Event
	lead   *db.Person
	people []*db.Person
	door   *door.Door
	jobs   []*jobs.Jobs // of two replicas, where there can be two
}

func newEvening(k *testkit.Kit) *evening {
	here := k.Place("here")
	v := &evening{Kit: k, event: k.Event(here.Root, -10*time.Minute, 9), lead: k.Person(here.Root, "队长")}
	k.Role(v.lead, here.Root, membership.RoleLEAD)
	stores := []*store.Store{k.Store, k.Store}
	if k.URL != "" {
		stores[1] = k.Open()
	}
	for _, s := range stores {
		rosters := roster.New(s, k.Keys, roster.Options{})
		v.door = door.New(s, k.Keys, rosters, false)
		v.jobs = append(v.jobs, jobs.New(jobs.Config{Store: s, Rosters: rosters, Doors: v.door, RollUps: k.RollUps}))
	}
	for _, name := range []string{"甲", "乙", "丙"} {
		p := k.Person(here.Root, name)
		v.people = append(v.people, p)
		v.enter(p, attendanceentry.DirectionIN, k.Clock.Now())
	}
	return v
}

// enter lets the lead tick somebody.
func (v *evening) enter(p *db.Person, d attendanceentry.Direction, at time.Time) string {
	v.Helper()
	e := &door.Entry{ID: uuid.NewString(), EventID: v.event.ID, Method: attendanceentry.MethodLIST, Direction: &d, At: at, PersonID: &p.ID}
	r, err := v.door.CheckIn(v.As(v.lead), []*door.Entry{e}, door.From{})
	v.Must(err)
	if !r[0].Accepted {
		v.Fatalf("%v", r[0].Warnings)
	}
	return e.ID
}

// undo lets the lead take an entry back.
func (v *evening) undo(id string) {
	v.Helper()
	to := attendanceentry.DirectionUNDO
	e := &door.Entry{ID: uuid.NewString(), EventID: v.event.ID, Method: attendanceentry.MethodLIST, Direction: &to, Undoes: &id, At: v.Clock.Now()}
	_, err := v.door.CheckIn(v.As(v.lead), []*door.Entry{e}, door.From{})
	v.Must(err)
}

// tick lets both leaders do their jobs at once.
func (v *evening) tick() {
	v.Helper()
	errs := make([]error, len(v.jobs))
	var all sync.WaitGroup
	for i, j := range v.jobs {
		all.Go(func() { errs[i] = j.Once(v.Context()) })
	}
	all.Wait()
	for _, err := range errs {
		v.Must(err)
	}
}

// left is when somebody left and her minutes, -1 for none.
func (v *evening) left(p *db.Person) (at time.Time, minutes int) {
	v.Helper()
	row := v.Store.Client().SignUp.Query().Where(signup.PersonID(p.ID)).OnlyX(v.Internal())
	if row.CheckedOutAt == nil {
		return at, -1
	}
	return *row.CheckedOutAt, *row.Minutes
}

func (v *evening) byRule() int {
	return v.Store.Client().AttendanceEntry.Query().Where(attendanceentry.MethodEQ(attendanceentry.MethodRULE)).CountX(v.Internal())
}

// Whoever forgot is checked out once, an hour after the shift and as of its end, whichever of two leaders does it; a leaving
// that comes to be known later takes the rule's place.
func TestForgottenCheckOuts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		v := newEvening(k)
		begins, ends := v.event.StartsAt, v.event.EndsAt
		went := k.Clock.Now().Add(50 * time.Minute)
		k.Clock.Move(time.Hour)
		v.enter(v.people[0], attendanceentry.DirectionOUT, went)
		v.enter(v.people[2], attendanceentry.DirectionOUT, went)
		back := v.enter(v.people[2], attendanceentry.DirectionIN, went.Add(10*time.Minute)) // and is there once more
		k.Clock.Move(ends.Add(59 * time.Minute).Sub(k.Clock.Now()))
		v.tick()
		if n := v.byRule(); n != 0 {
			t.Fatalf("%d closed before the hour has passed", n)
		}
		k.Clock.Move(time.Minute)
		for range 3 {
			v.tick()
		}
		if n := v.byRule(); n != 2 {
			t.Fatalf("%d closed by the rule", n)
		}
		for i, want := range []int{50, 110, 50 + 50} { // all came ten minutes after it began
			at, n := v.left(v.people[i])
			if i > 0 && !at.Equal(ends) || n != want {
				t.Errorf("%s left at %s with %d minutes, want %d", v.people[i].Name, at, n, want)
			}
		}
		v.enter(v.people[1], attendanceentry.DirectionOUT, begins.Add(70*time.Minute)) // from a phone that was offline
		if at, n := v.left(v.people[1]); !at.Equal(begins.Add(70*time.Minute)) || n != 60 {
			t.Errorf("the leaving that came later: %s, %d minutes", at, n)
		}
		v.undo(back)
		if at, n := v.left(v.people[2]); !at.Equal(went) || n != 50 {
			t.Errorf("without the second coming: %s, %d minutes", at, n)
		}
		revision := k.Store.Client().Event.GetX(k.Internal(), v.event.ID).RosterVersion
		v.tick()
		if now := k.Store.Client().Event.GetX(k.Internal(), v.event.ID).RosterVersion; now != revision {
			t.Error("nothing was to do and the revision changed")
		}
	})
}

// What the rule wrote and somebody took back is written once more, and not again and again.
func TestForgottenOnceMore(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		v := newEvening(k)
		k.Clock.Move(4 * time.Hour)
		v.tick()
		v.undo(v.Store.Client().AttendanceEntry.Query().Where(attendanceentry.MethodEQ(attendanceentry.MethodRULE)).FirstIDX(k.Internal()))
		v.tick()
		revision := k.Store.Client().Event.GetX(k.Internal(), v.event.ID).RosterVersion
		v.tick()
		if n, now := v.byRule(), k.Store.Client().Event.GetX(k.Internal(), v.event.ID).RosterVersion; n != 4 || now != revision {
			t.Errorf("%d lines by the rule, revision %d after %d", n, now, revision)
		}
		for _, p := range v.people {
			if at, n := v.left(p); !at.Equal(v.event.EndsAt) || n != 110 {
				t.Errorf("%s left at %s, %d minutes", p.Name, at, n)
			}
		}
	})
}

// Whoever comes when the shift is over has no minutes and leaves as she comes; the rule never makes her leave before.
func TestForgottenAfterTheEnd(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		v := newEvening(k)
		late := k.Person(v.event.Edges.Unit, "丁")
		k.Clock.Move(2 * time.Hour)
		came := v.event.EndsAt.Add(5 * time.Minute)
		v.enter(late, attendanceentry.DirectionIN, came)
		k.Clock.Move(time.Hour)
		v.tick()
		if at, n := v.left(late); !at.Equal(came) || n != 0 {
			t.Errorf("%s, %d minutes", at, n)
		}
	})
}
