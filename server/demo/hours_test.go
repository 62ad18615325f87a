package demo_test

import (
	"testing"

	"linli/ent/db/attendanceentry"
	"linli/ent/db/signup"
	"linli/server/demo"
	"linli/server/door"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/testkit"
)

// The hours of the demo are those that its log gives, by the four ways in and by the rule.
func TestHours(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "small"})
		rosters := roster.New(k.Store, k.Keys, roster.Options{})
		doors := door.New(k.Store, k.Keys, rosters, false)
		secretary, me := k.As(who(k, 3)), who(k, 1)
		over := k.Store.Client().SignUp.Query().Where(signup.MinutesNotNil()).IDsX(secretary)
		said, err := doors.Attendances(secretary, over)
		k.Must(err)
		methods := map[attendanceentry.Method]int{}
		for _, id := range over {
			row := k.Store.Client().SignUp.GetX(k.Internal(), id)
			a := said[id]
			if a == nil || len(a.Spans) != 1 || *a.Minutes != *row.Minutes || !a.Spans[0].From.Equal(*row.CheckedInAt) || !a.Spans[0].To.Equal(*row.CheckedOutAt) {
				t.Fatalf("the log says %+v of %+v", a, row)
			}
			methods[a.Spans[0].Came.Method]++
			methods[a.Spans[0].Left.Method]++
		}
		for _, m := range []attendanceentry.Method{attendanceentry.MethodSCAN, attendanceentry.MethodLIST, attendanceentry.MethodRULE} {
			if methods[m] == 0 {
				t.Errorf("nobody came or left by %s", m)
			}
		}
		asked, err := doors.Corrections(secretary, nil, page.Args{First: 10})
		k.Must(err)
		if len(asked.Nodes()) != 1 || !asked.Nodes()[0].MayDecide || asked.Nodes()[0].AskedBy != me.Name {
			t.Errorf("%d corrections wait", len(asked.Nodes()))
		}
		cards := 0
		for _, p := range me.QueryActsFor().QueryPerson().AllX(k.Internal()) {
			c, err := rosters.Tickets().Card(k.As(me), p.ID)
			k.Must(err)
			if c == nil {
				continue
			}
			cards++
			if says, err := rosters.Tickets().Read(k.Context(), c.Ticket); err != nil || says.PersonID != p.ID || p.PhoneHash != nil {
				t.Errorf("the card of %s says %+v, %v", p.Name, says, err)
			}
		}
		if cards != 1 {
			t.Errorf("%d cards", cards)
		}
	})
}
