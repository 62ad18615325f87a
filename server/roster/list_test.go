package roster_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/text"
)

// line says what a row is: shift, status, person.
func (s *scene) line(row *roster.SignUp) string {
	number := 0
	for i, p := range s.people {
		if p.ID == row.PersonID {
			number = i
		}
	}
	return fmt.Sprintf("%s %d", row.Status[:1], number)
}

// pages reads a whole list in pages of this size.
func (s *scene) pages(size int, read func(page.Args) (*page.Connection[*roster.SignUp], error)) []string {
	s.Helper()
	var out []string
	args := page.Args{First: size}
	for {
		c, err := read(args)
		s.Must(err)
		for _, row := range c.Nodes() {
			out = append(out, s.line(row))
		}
		if !c.PageInfo.HasNextPage {
			total, err := c.TotalCount(s.Internal())
			s.Must(err)
			if total != len(out) {
				s.Fatalf("%d rows in pages, %d in all", len(out), total)
			}
			return out
		}
		args.After = c.PageInfo.EndCursor
	}
}

func TestRosterInOrder(t *testing.T) {
	each(t, 8, []int{2, 9}, func(s *scene) {
		s.Do(func(ctx context.Context, tx *store.Tx) { // the second shift comes first
			tx.Shift.Update().Where(shift.ID(s.shift(1))).SetStartsAt(s.event.StartsAt.Add(-time.Hour)).SetEndsAt(s.event.StartsAt).ExecX(ctx)
		})
		for i := range 6 {
			s.in(i)
		}
		s.out(4, s.in(4))
		s.all(s.SignUp(s.As(s.people[7]), s.shift(1), nil, nil))
		s.all(s.SignUp(s.As(s.people[0]), s.shift(1), nil, nil))
		lead := s.As(s.lead)
		list := func(f roster.Filter, size int) string {
			s.Helper()
			return fmt.Sprint(s.pages(size, func(a page.Args) (*page.Connection[*roster.SignUp], error) { return s.List(lead, s.event.ID, f, a) }))
		}
		whole := "[C 7 C 0 C 0 C 1 W 2 W 3 W 5]"
		first, gone, three, none := s.shift(0), signup.StatusWITHDRAWN, "民003", "%"
		for _, c := range []struct {
			filter roster.Filter
			size   int
			want   string
		}{
			{roster.Filter{}, 50, whole}, {roster.Filter{}, 1, whole}, {roster.Filter{}, 3, whole},
			{roster.Filter{ShiftID: &first}, 2, "[C 0 C 1 W 2 W 3 W 5]"},
			{roster.Filter{Status: &gone}, 2, "[W 4]"},
			{roster.Filter{Search: &three}, 2, "[W 3]"},
			{roster.Filter{Search: &none}, 2, "[]"},
		} {
			if got := list(c.filter, c.size); got != c.want {
				t.Errorf("%+v by %d: %s, want %s", c.filter, c.size, got, c.want)
			}
		}
		for _, who := range []*db.Person{s.people[0], nil} {
			if _, err := s.List(s.As(who), s.event.ID, roster.Filter{}, page.Args{First: 5}); fault.Of(err) != fault.Forbidden && fault.Of(err) != fault.Unauthenticated {
				t.Errorf("not a lead: %v", err)
			}
		}
		bad := page.Cursor("bad")
		_, err := s.List(lead, s.event.ID, roster.Filter{}, page.Args{First: 5, After: &bad})
		if fault.Of(err) != fault.BadInput {
			t.Errorf("a malformed cursor: %v", err)
		}
	})
}

func TestMine(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 2, 1)
		k.ActsFor(s.people[0], s.people[1])
		later, old := k.Event(s.place.Root, 30*time.Hour, 5), k.Event(s.place.Root, -time.Hour, 5)
		family, own := s.ids(0, 1), k.As(s.people[0])
		s.all(s.SignUp(own, later.Edges.Shifts[0].ID, family, nil))
		s.all(s.SignUp(own, old.Edges.Shifts[0].ID, nil, nil))
		s.in(0)
		waits := s.in(1)
		mine := func(upcoming bool) string {
			return fmt.Sprint(s.pages(2, func(a page.Args) (*page.Connection[*roster.SignUp], error) { return s.Mine(own, upcoming, a) }))
		}
		if got := mine(true); got != "[C 0 C 0 W 1 C 0 C 1]" {
			t.Errorf("upcoming: %s", got)
		}
		k.Clock.Move(90 * time.Minute) // the old one is over
		s.out(1, waits)
		if got := mine(true); got != "[C 0 C 0 C 1]" {
			t.Errorf("upcoming: %s", got)
		}
		if got := mine(false); got != "[C 1 C 0 W 1 C 0 C 0]" {
			t.Errorf("past: %s", got)
		}
		if _, err := s.Mine(k.As(nil), true, page.Args{First: 5}); fault.Of(err) != fault.Unauthenticated {
			t.Errorf("anonymous: %v", err)
		}
		of, err := s.OfEvents(own, []string{s.event.ID, later.ID, old.ID})
		k.Must(err)
		if len(of[s.event.ID]) != 1 || len(of[later.ID]) != 2 || len(of[old.ID]) != 1 {
			t.Errorf("of events: %v", of)
		}
		if of, err := s.OfEvents(k.As(s.people[1]), []string{s.event.ID}); err != nil || len(of) != 0 {
			t.Errorf("another's: %v %v", of, err)
		}
	})
}

func TestCandidates(t *testing.T) {
	each(t, 25, []int{1}, func(s *scene) {
		wang := s.Person(s.place.Households[1], "王小明")
		s.Store.Client().Person.UpdateOneID(wang.ID).SetSearch(text.Searchable("王小明", "0042")).ExecX(s.Internal())
		s.Person(s.place.Households[2], "王远")
		lead := s.As(s.lead)
		for search, want := range map[string]int{"": 20, "王": 1, "wangxiao": 1, "WXM": 1, "0042": 1, "_": 0, "居民00": 10} {
			found, err := s.Candidates(lead, s.event.ID, search)
			s.Must(err)
			if len(found) != want {
				t.Errorf("%q finds %d, want %d", search, len(found), want)
			}
		}
		if _, err := s.Candidates(s.As(s.people[0]), s.event.ID, "王"); fault.Of(err) != fault.Forbidden {
			t.Errorf("a volunteer: %v", err)
		}
		if _, err := s.Candidates(lead, s.event.ID, fmt.Sprintf("%051d", 1)); fault.Of(err) != fault.BadInput {
			t.Errorf("a long search: %v", err)
		}
	})
}
