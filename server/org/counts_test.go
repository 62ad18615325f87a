package org_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/unit"
	"linli/server/fault"
	"linli/server/org"
	"linli/server/store"
	"linli/server/testkit"
)

// same compares what is read with a naive recount, of each unit alone and of all at once.
func (w *town) same(t *testing.T) {
	t.Helper()
	w.Must(w.RollUps.Flush(w.Context()))
	w.Must(w.RollUps.CatchUp(w.Context())) // for the time
	units := w.Store.Client().Unit.Query().Where(unit.CommunityID(w.Place.Community.ID)).AllX(w.Internal())
	all, err := w.CountsOf(w.As(w.secretary), ids(units, func(u *db.Unit) string { return u.ID }))
	w.Must(err)
	byID := map[string]org.Counts{}
	for _, c := range all {
		byID[c.UnitID] = *c
	}
	recounted := w.Recount()
	for _, u := range units {
		f := recounted[u.ID]
		want := org.Counts{UnitID: u.ID, Revision: u.CountsRevision, People: f.People, UpcomingEvents: f.Upcoming,
			ConfirmedToday: f.Confirmed, WaitingToday: f.Waiting, CheckedInToday: f.CheckedIn, Household: u.Level == unit.LevelHOUSEHOLD}
		alone, err := w.Counts(w.As(w.secretary), u.ID)
		w.Must(err)
		if got := byID[u.ID]; got != want || *alone != want {
			t.Fatalf("%s: %+v, alone %+v, want %+v", u.Path, got, *alone, want)
		}
	}
}

func (w *town) shake(r *rand.Rand) {
	ctx := w.As(w.secretary)
	units := w.Store.Client().Unit.Query().Where(unit.CommunityID(w.Place.Community.ID)).Order(unit.ByID()).AllX(w.Internal())
	at := units[r.IntN(len(units))]
	switch r.IntN(6) {
	case 0:
		_, err := w.AddPerson(ctx, org.AddPersonInput{UnitID: at.ID, Name: "新人"})
		w.Must(err)
	case 1:
		home := at.ID
		_, err := w.ChangePerson(ctx, w.volunteer.ID, org.ChangePersonInput{UnitID: &home})
		w.Must(err)
	case 2, 3: // most pairs are refused, and must change nothing
		_, _ = w.MoveUnit(ctx, at.ID, units[r.IntN(len(units))].ID)
	case 4:
		_, _ = w.AddUnit(ctx, at.ID, "新", false)
	default:
		e := w.Event(at, time.Duration(r.IntN(120)-60)*time.Hour, 50, -1)
		status := []event.Status{event.StatusDRAFT, event.StatusPUBLISHED, event.StatusCANCELLED}[r.IntN(3)]
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(e.ID).SetStatus(status).ExecX(ctx)
			tx.Touch(e.CommunityID, e.ID)
			for _, s := range e.Edges.Shifts {
				tx.Shift.UpdateOneID(s.ID).SetConfirmed(r.IntN(50)).SetWaitlisted(r.IntN(9)).SetCheckedIn(r.IntN(9)).ExecX(ctx)
			}
		})
	}
}

func TestCountsEqualANaiveRecount(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		seed := rand.Uint64()
		t.Log("seed", seed)
		r := rand.New(rand.NewPCG(seed, 1))
		w.Must(w.RollUps.CatchUp(w.Context())) // what comes is counted as it comes, not recounted
		for range 5 {
			for range 10 {
				w.shake(r)
			}
			w.same(t)
			w.Clock.Move(7 * time.Hour)
		}
	})
}

func TestMidnightBeginsANewDay(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) { // the clock stands at 12:00 in China
		e := w.Event(w.Groups[0], 2*time.Hour, 50)
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Shift.UpdateOneID(e.Edges.Shifts[0].ID).SetConfirmed(7).SetWaitlisted(2).SetCheckedIn(3).ExecX(ctx)
			tx.Touch(e.CommunityID, e.ID)
		})
		w.Must(w.RollUps.Flush(w.Context()))
		want := func(confirmed, upcoming int) {
			t.Helper()
			w.Must(w.RollUps.CatchUp(w.Context()))
			c, err := w.Counts(w.As(w.volunteer), w.Root.ID)
			w.Must(err)
			if c.ConfirmedToday != confirmed || c.UpcomingEvents != upcoming {
				t.Errorf("at %s: %+v", w.Clock.Now(), c)
			}
		}
		want(7, 1)
		w.Clock.Move(12*time.Hour - time.Millisecond) // still the same day, over
		want(7, 0)
		w.Clock.Move(time.Millisecond)
		want(0, 0)
		w.Clock.Move(-24 * time.Hour) // the midnight before: its day begins
		want(7, 1)
		w.Clock.Move(-time.Millisecond)
		want(0, 1)
	})
}

func TestWhoMayReadCounts(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		for _, u := range []*db.Unit{w.Root, w.Households[0]} {
			_, err := w.Counts(w.As(nil), u.ID)
			code(t, err, fault.Unauthenticated)
			_, err = w.Counts(w.As(w.alien), u.ID)
			code(t, err, fault.NotFound)
			_, err = w.Counts(w.As(w.volunteer), u.ID)
			w.Must(err)
		}
		_, err := w.Counts(w.As(w.volunteer), w.Households[1].ID) // a stranger's household
		code(t, err, fault.NotFound)
		_, err = w.CountsOf(w.As(nil), []string{w.Root.ID})
		code(t, err, fault.Unauthenticated)
		some, err := w.CountsOf(w.As(w.volunteer), []string{w.Root.ID, w.Households[1].ID, w.there.Root.ID})
		w.Must(err)
		if len(some) != 1 {
			t.Errorf("reads %d counts", len(some))
		}
	})
}

// BenchmarkCounts is a community of 148 buildings, 8,000 households and 26,000 people.
func BenchmarkCounts(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *testkit.Kit{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		w := newTown(open(b))
		w.grow()
		ctx := w.As(w.secretary)
		units := func(where ...unit.Level) []string {
			return w.Store.Client().Unit.Query().Where(unit.CommunityID(w.Place.Community.ID), unit.LevelIn(where...)).IDsX(ctx)
		}
		for _, ask := range []struct {
			name string
			ids  []string
		}{
			{"root", []string{w.Root.ID}}, {"buildings", units(unit.LevelGROUP)}, {"household", units(unit.LevelHOUSEHOLD)[4000:4001]},
			{"everything", units(unit.LevelCOMMITTEE, unit.LevelBRANCH, unit.LevelGROUP, unit.LevelHOUSEHOLD)},
		} {
			b.Run(name+"/"+ask.name, func(b *testing.B) {
				for b.Loop() {
					if _, err := w.CountsOf(ctx, ask.ids); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(ask.ids)), "units")
			})
		}
	}
}

// grow fills the place to the size of the articles.
func (w *town) grow() {
	var units []*db.UnitCreate
	var people []*db.PersonCreate
	w.Do(func(ctx context.Context, tx *store.Tx) {
		add := func(parent *db.Unit, level unit.Level, n int) *db.Unit {
			u := &db.Unit{ID: parent.ID + "-" + number(n), CommunityID: parent.CommunityID, Path: parent.Path + number(n), Level: level}
			units = append(units, tx.Unit.Create().SetID(u.ID).SetCommunityID(u.CommunityID).SetParentID(parent.ID).
				SetLevel(level).SetName("单元").SetPath(u.Path))
			return u
		}
		for g := range 148 {
			group := add(w.Branches[g%2], unit.LevelGROUP, 10+g)
			for h := range 54 {
				home := add(group, unit.LevelHOUSEHOLD, 1+h)
				for range 3 + h%4/3 {
					people = append(people, tx.Person.Create().SetCommunityID(home.CommunityID).SetUnitID(home.ID).SetName("人").SetSearch("人"))
				}
			}
		}
		for len(units) > 0 {
			n := min(len(units), 500)
			tx.Unit.CreateBulk(units[:n]...).ExecX(ctx)
			units = units[n:]
		}
		for len(people) > 0 {
			n := min(len(people), 500)
			tx.Person.CreateBulk(people[:n]...).ExecX(ctx)
			people = people[n:]
		}
	})
	for i := range 600 { // a year of events, a dozen today
		w.Event(w.Groups[i%2], time.Duration(i-588)*14*time.Hour, 30, 30)
	}
}
