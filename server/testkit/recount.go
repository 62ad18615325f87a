package testkit

import (
	"strings"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/unit"
	"linli/server/rollup"
)

// Recount counts what the unit of each id should show, from people, events and shifts, row by row.
func (k *Kit) Recount() map[string]rollup.Figures {
	k.Helper()
	ctx, all := k.Internal(), k.Store.Client()
	units := all.Unit.Query().WithCommunity().AllX(ctx)
	at, counts := map[string]*db.Unit{}, map[string]rollup.Figures{}
	for _, u := range units {
		at[u.ID] = u
	}
	add := func(below *db.Unit, change func(*rollup.Figures)) {
		for _, u := range units {
			if u.CommunityID == below.CommunityID && strings.HasPrefix(below.Path, u.Path) {
				f := counts[u.ID]
				change(&f)
				counts[u.ID] = f
			}
		}
	}
	for _, p := range all.Person.Query().AllX(ctx) {
		add(at[p.UnitID], func(f *rollup.Figures) { f.People++ })
	}
	for _, e := range all.Event.Query().Where(event.StatusEQ(event.StatusPUBLISHED)).WithShifts().AllX(ctx) {
		home := at[e.UnitID]
		if e.EndsAt.After(k.Clock.Now()) {
			add(home, func(f *rollup.Figures) { f.Upcoming++ })
		}
		if !k.isToday(home.Edges.Community, e) {
			continue
		}
		for _, s := range e.Edges.Shifts {
			add(home, func(f *rollup.Figures) {
				f.Confirmed += s.Confirmed
				f.Waiting += s.Waitlisted
				f.CheckedIn += s.CheckedIn
			})
		}
	}
	return counts
}

// isToday tells whether some of the event lies between the midnights of the community's day.
func (k *Kit) isToday(c *db.Community, e *db.Event) bool {
	k.Helper()
	zone, err := time.LoadLocation(c.TimeZone)
	k.Must(err)
	y, m, d := k.Clock.Now().In(zone).Date()
	return e.EndsAt.After(time.Date(y, m, d, 0, 0, 0, 0, zone)) && e.StartsAt.Before(time.Date(y, m, d+1, 0, 0, 0, 0, zone))
}

// InStep ends the test unless every unit shows what is counted anew.
func (k *Kit) InStep() {
	k.Helper()
	counts := k.Recount()
	for _, u := range k.Store.Client().Unit.Query().Order(unit.ByPath()).AllX(k.Internal()) {
		if kept := rollup.Of(u); kept != counts[u.ID] {
			k.Fatalf("%s of %s keeps %+v, counted are %+v", u.Path, u.CommunityID, kept, counts[u.ID])
		}
	}
}
