package org_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/team"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
)

func TestAddAndChangeTeam(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		add := func(at *db.Unit, name string) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.AddTeam(ctx, at.ID, name, "文艺")) }
		}
		w.refused(t, fault.Unauthenticated, add(w.Groups[0], "合唱队"), nil)
		w.refused(t, fault.Forbidden, add(w.Groups[0], "合唱队"), w.volunteer, w.lead)
		w.refused(t, fault.Forbidden, add(w.Root, "合唱队"), w.branch)
		w.refused(t, fault.NotFound, add(w.Root, "合唱队"), w.alien)
		w.refused(t, fault.BadInput, add(w.Groups[0], ""), w.branch)
		reason(t, add(w.Households[0], "合唱队")(w.As(w.branch)), fault.BadInput, "LEVEL")
		w.Must(add(w.Groups[0], "合唱队")(w.As(w.branch)))
		w.Must(add(w.there.Root, "合唱队")(w.As(w.alien)))
		reason(t, add(w.Groups[0], "合唱队")(w.As(w.branch)), fault.Conflict, "NAME_TAKEN")
		w.Must(add(w.Groups[0], strings.Repeat("队", 50))(w.As(w.branch)))

		mine := w.Store.Client().Team.Query().Where(team.UnitID(w.Groups[0].ID), team.Name("合唱队")).OnlyX(w.Internal())
		e := w.Event(w.Groups[0], time.Hour, 5)
		w.Do(func(ctx context.Context, tx *store.Tx) { tx.Event.UpdateOneID(e.ID).SetTeamID(mine.ID).ExecX(ctx) })
		rename := func(name string) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.ChangeTeam(ctx, mine.ID, &name, nil)) }
		}
		w.refused(t, fault.Unauthenticated, rename("京剧社"), nil)
		w.refused(t, fault.Forbidden, rename("京剧社"), w.volunteer, w.lead)
		w.refused(t, fault.NotFound, rename("京剧社"), w.alien)
		w.refused(t, fault.BadInput, rename(strings.Repeat("队", 51)), w.branch)
		reason(t, rename(strings.Repeat("队", 50))(w.As(w.branch)), fault.Conflict, "NAME_TAKEN")
		w.Must(rename("京剧社")(w.As(w.branch)))
		w.Must(rename("京剧社")(w.As(w.branch)))
		if n := w.Store.Client().Event.Query().Where(event.SearchContains("京剧社")).CountX(w.Internal()); n != 1 {
			t.Error("the team's event is not found by its new name")
		}
	})
}

func TestTeamMembers(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		captain := w.Person(w.Households[2], "队长")
		tm := w.Team(w.Groups[0], "合唱队", captain)
		set := func(p *db.Person, lead bool) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.SetTeamMember(ctx, tm.ID, p.ID, lead)) }
		}
		remove := func(ctx context.Context) error { return err2(w.RemoveTeamMember(ctx, tm.ID, w.volunteer.ID)) }
		for _, do := range []func(context.Context) error{set(w.volunteer, true), remove} {
			w.refused(t, fault.Unauthenticated, do, nil)
			w.refused(t, fault.Forbidden, do, w.volunteer, w.lead)
			w.refused(t, fault.NotFound, do, w.alien)
		}
		w.refused(t, fault.NotFound, set(w.alien, false), w.branch)
		w.refused(t, fault.NotFound, set(w.Person(w.Households[3], "远"), false), w.branch)

		rights := w.Store.Hub.Watch(live.Rights(w.volunteer.ID))
		for _, lead := range []bool{false, false, true} {
			w.Must(set(w.volunteer, lead)(w.As(w.branch)))
		}
		<-rights.C
		leads, err := w.LeadsOf(w.As(w.volunteer), []string{tm.ID})
		if err != nil || len(leads) != 2 {
			t.Errorf("led by %v, %v", leads, err)
		}
		sizes, err := w.SizesOf(w.As(nil), []string{tm.ID})
		if err != nil || len(sizes) != 1 || sizes[0].People != 2 || sizes[0].TeamID != tm.ID {
			t.Errorf("sizes %v, %v", sizes, err)
		}
		for _, who := range []*db.Person{captain, w.branch, w.lead} { // the branch's secretary does not see the captain's home
			c, err := w.Members(w.As(who), tm.ID, first(1))
			w.Must(err)
			if n, err := c.TotalCount(w.As(who)); n != 2 || err != nil || !c.PageInfo.HasNextPage {
				t.Errorf("%d members, %v", n, err)
			}
		}
		_, err = w.Members(w.As(w.Person(w.Households[1], "邻居")), tm.ID, first(1))
		code(t, err, fault.Forbidden)
		if places, err := w.TeamsOf(w.As(w.volunteer), []string{w.volunteer.ID}); err != nil || len(places) != 1 || places[0].Edges.Team.ID != tm.ID {
			t.Errorf("is in %v, %v", places, err)
		}
		for range 18 {
			w.Must(set(w.Person(w.Households[0], "又一"), true)(w.As(w.branch)))
		}
		reason(t, set(w.Person(w.Households[0], "多余"), true)(w.As(w.branch)), fault.Conflict, "TOO_MANY")
		w.Must(remove(w.As(w.branch)))
		w.Must(remove(w.As(w.branch)))
		if strings.Count(w.deeds(), "setTeamMember") < 3 || strings.Count(w.deeds(), "remove") != 1 {
			t.Errorf("on record: %s", w.deeds())
		}
	})
}
