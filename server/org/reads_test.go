package org_test

import (
	"context"
	"testing"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/server/fault"
	"linli/server/org"
	"linli/server/page"
	"linli/server/testkit"
)

// first is a page of this many.
func first(n int) page.Args { return page.Args{First: n} }

func ids[T any](rows []T, id func(T) string) []string {
	var list []string
	for _, r := range rows {
		list = append(list, id(r))
	}
	return list
}

func code(t *testing.T, err error, want fault.Code) {
	t.Helper()
	if got := fault.Of(err); got != want {
		t.Errorf("answered %v, want %s", err, want)
	}
}

func TestTreeReads(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		o := org.New(k.Store, k.Keys)
		here, there := k.Place("here"), k.Place("there")
		p := k.Person(here.Households[0], "甲")
		secretary := k.Person(here.Households[3], "书记")
		k.Role(secretary, here.Root, membership.RoleSECRETARY)

		var paths []string
		args := first(2)
		for {
			c, err := o.Units(k.As(secretary), here.Community.ID, args)
			k.Must(err)
			for _, u := range c.Nodes() {
				paths = append(paths, u.Path)
			}
			if n, err := c.TotalCount(k.As(secretary)); n != 9 || err != nil {
				t.Fatalf("counts %d units: %v", n, err)
			}
			if !c.PageInfo.HasNextPage {
				break
			}
			args.After = c.PageInfo.EndCursor
		}
		if len(paths) != 9 || paths[0] != "0001" || paths[3] != "0001000100010001" {
			t.Errorf("the tree reads %v", paths)
		}
		children, err := o.ChildrenOf(k.As(p), []string{here.Groups[0].ID, here.Root.ID})
		k.Must(err)
		if len(children) != 3 { // both branches, and of the households her own
			t.Errorf("sees %d children", len(children))
		}
		above, err := o.UnitsAt(k.As(p), org.AncestorKeys(here.Households[0]))
		k.Must(err)
		if len(above) != 3 {
			t.Errorf("sees %d units above her home", len(above))
		}
		if u, err := o.Unit(k.As(p), there.Root.ID); u != nil || err != nil {
			t.Errorf("sees a stranger's unit: %v %v", u, err)
		}
		if v, err := o.Viewer(k.As(nil)); v != nil || err != nil {
			t.Errorf("an anonymous viewer is %v, %v", v, err)
		}
		if v, err := o.Viewer(k.As(p)); err != nil || v.ID != p.ID {
			t.Errorf("the viewer is %v, %v", v, err)
		}
		mine, err := o.Communities(k.As(p))
		if err != nil || len(mine) != 1 || mine[0].ID != here.Community.ID {
			t.Errorf("belongs to %v, %v", mine, err)
		}
		open, err := o.Communities(k.As(nil))
		if err != nil || len(open) != 2 {
			t.Errorf("open are %v, %v", open, err)
		}
	})
}

func TestPeopleOfAUnit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		o := org.New(k.Store, k.Keys)
		here := k.Place("here")
		for _, name := range []string{"丙", "乙", "甲", "甲"} {
			k.Person(here.Households[0], name)
		}
		elsewhere := k.Person(here.Households[2], "100%")
		lead := k.Person(here.Groups[0], "组长")
		k.Role(lead, here.Groups[0], membership.RoleLEAD)
		yes := true
		read := func(ctx context.Context, u *db.Unit, w org.Which, n int) []string {
			var names []string
			args := first(n)
			for {
				c, err := o.People(ctx, u, w, args)
				k.Must(err)
				names = append(names, ids(c.Nodes(), func(p *db.Person) string { return p.Name })...)
				if !c.PageInfo.HasNextPage {
					return names
				}
				args.After = c.PageInfo.EndCursor
			}
		}
		if got := read(k.As(lead), here.Groups[0], org.Which{}, 10); len(got) != 1 {
			t.Errorf("in the group itself live %v", got)
		}
		if got := read(k.As(lead), here.Groups[0], org.Which{Subtree: &yes}, 2); len(got) != 5 {
			t.Errorf("in and below the group live %v", got)
		}
		word, role := "甲", membership.RoleLEAD
		if got := read(k.As(lead), here.Groups[0], org.Which{Subtree: &yes, Search: &word}, 1); len(got) != 2 {
			t.Errorf("found %v", got)
		}
		if got := read(k.As(lead), here.Groups[0], org.Which{Subtree: &yes, Role: &role}, 10); len(got) != 1 {
			t.Errorf("leads are %v", got)
		}
		_, err := o.People(k.As(lead), here.Groups[1], org.Which{}, first(5))
		code(t, err, fault.Forbidden)
		_, err = o.People(k.As(nil), here.Groups[1], org.Which{}, first(5))
		code(t, err, fault.Unauthenticated)
		k.Role(lead, here.Root, membership.RoleSECRETARY)
		percent := "%"
		if got := read(k.As(lead), here.Root, org.Which{Subtree: &yes, Search: &percent}, 10); len(got) != 1 || got[0] != elsewhere.Name {
			t.Errorf("%% found %v", got)
		}
	})
}
