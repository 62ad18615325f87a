package notice_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"linli/ent/db"
	entnotice "linli/ent/db/notice"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/notice"
	"linli/server/page"
	"linli/server/store"
	"linli/server/testkit"
)

// tell puts a line about the people into the inboxes, as if the viewer had brought it about.
func tell(k *testkit.Kit, by context.Context, community string, about ...*db.Person) {
	k.Helper()
	var ids []string
	for _, p := range about {
		ids = append(ids, p.ID)
	}
	k.Must(k.Store.Do(by, func(ctx context.Context, tx *store.Tx) error {
		return notice.Put(ctx, tx, notice.News{Kind: entnotice.KindROLE, Community: community}, ids...)
	}))
}

func wants(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if fault.Of(err) != code {
		t.Fatalf("answered %v, not %s", err, code)
	}
}

func TestOneLineForAParty(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		inbox, place := notice.New(k.Store), k.Place("here")
		child, mother, aunt := k.Person(place.Root, "孩子"), k.Person(place.Root, "妈妈"), k.Person(place.Root, "阿姨")
		k.ActsFor(mother, child)
		k.ActsFor(aunt, child)
		k.ActsFor(aunt, mother)
		var all []notice.News
		for _, kind := range []entnotice.Kind{entnotice.KindOFFERED, entnotice.KindPASSED_OVER} {
			for _, p := range []*db.Person{child, mother} {
				all = append(all, notice.News{Kind: kind, Community: place.Community.ID, About: p.ID, Party: "py"})
			}
		}
		k.Must(k.Store.Do(k.Internal(), func(ctx context.Context, tx *store.Tx) error { return notice.PutAll(ctx, tx, all) }))
		for who, about := range map[*db.Person]*db.Person{child: child, mother: mother, aunt: child} {
			list, err := inbox.List(k.As(who), page.Args{First: 10})
			k.Must(err)
			if len(list.Edges) != 2 || *list.Nodes()[0].AboutID != about.ID || *list.Nodes()[1].AboutID != about.ID {
				t.Errorf("%s has %d lines", who.Name, len(list.Edges))
			}
		}
	})
}

func TestPutTellsWhoActsForThem(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		inbox := notice.New(k.Store)
		place := k.Place("here")
		child, father, mother, actor := k.Person(place.Root, "孩子"), k.Person(place.Root, "爸爸"), k.Person(place.Root, "妈妈"), k.Person(place.Root, "队长")
		k.ActsFor(father, child)
		k.ActsFor(mother, child)
		tell(k, k.As(mother), place.Community.ID, child) // mother did it herself
		tell(k, k.As(actor), place.Community.ID, child)
		for who, want := range map[*db.Person]int{child: 2, father: 2, mother: 1, actor: 0} {
			list, err := inbox.List(k.As(who), page.Args{First: 10})
			k.Must(err)
			if len(list.Edges) != want {
				t.Errorf("%s has %d lines, not %d", who.Name, len(list.Edges), want)
			}
			for _, n := range list.Nodes() {
				if *n.AboutID != child.ID || n.RecipientID != who.ID {
					t.Errorf("%s is told of %s", who.Name, *n.AboutID)
				}
			}
		}
	})
}

func TestListPages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		inbox := notice.New(k.Store)
		place := k.Place("here")
		me, other := k.Person(place.Root, "甲"), k.Person(place.Root, "乙")
		for range 5 {
			tell(k, k.Internal(), place.Community.ID, me, other)
		}
		var ids []string
		args := page.Args{First: 2}
		for {
			list, err := inbox.List(k.As(me), args)
			k.Must(err)
			if n, err := list.TotalCount(k.As(me)); n != 5 || err != nil {
				t.Fatalf("counts %d, %v", n, err)
			}
			for _, n := range list.Nodes() {
				ids = append(ids, n.ID)
			}
			tell(k, k.Internal(), place.Community.ID, other)
			if !list.PageInfo.HasNextPage {
				break
			}
			args.After = list.PageInfo.EndCursor
		}
		newestFirst := slices.IsSortedFunc(ids, func(a, b string) int { return strings.Compare(b, a) })
		if len(ids) != 5 || !newestFirst {
			t.Fatalf("listed %v", ids)
		}
		_, err := inbox.List(k.Context(), args)
		wants(t, err, fault.Unauthenticated)
		for _, bad := range []page.Cursor{"nonsense", page.Mark("events", "x"), page.Mark("inbox", 1)} {
			_, err = inbox.List(k.As(me), page.Args{First: 2, After: &bad})
			wants(t, err, fault.BadInput)
		}
	})
}

func TestRead(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		inbox := notice.New(k.Store)
		place := k.Place("here")
		me, other := k.Person(place.Root, "甲"), k.Person(place.Root, "乙")
		ctx := k.As(me)
		state, first, err := inbox.Change(ctx)
		k.Must(err)
		if state.Unread != 0 || state.Latest != nil {
			t.Fatalf("an empty inbox is %+v", state)
		}
		for range 3 {
			tell(k, k.Internal(), place.Community.ID, me, other)
		}
		list, err := inbox.List(ctx, page.Args{First: 3})
		k.Must(err)
		newest, middle := list.Nodes()[0], list.Nodes()[1]
		state, second, err := inbox.Change(ctx)
		k.Must(err)
		if state.Unread != 3 || state.Latest.ID != newest.ID || second <= first {
			t.Fatalf("after three lines %+v at %d", state, second)
		}
		watch := k.Store.Hub.Watch(live.Inbox(me.ID))
		left, err := inbox.Read(ctx, middle.ID)
		k.Must(err)
		<-watch.C
		state, third, err := inbox.Change(ctx)
		k.Must(err)
		if left != 1 || state.Unread != 1 || third <= second {
			t.Fatalf("after reading two %d, %+v at %d", left, state, third)
		}
		if left, err := inbox.Read(ctx, middle.ID); left != 1 || err != nil {
			t.Fatalf("again: %d, %v", left, err)
		}
		select {
		case <-watch.C:
			t.Fatal("nothing changed and somebody was woken")
		default:
		}
		theirs, _, err := inbox.Change(k.As(other))
		k.Must(err)
		if theirs.Unread != 3 {
			t.Fatal("somebody else's lines were read")
		}
	})
}

func TestWhoMayRead(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		inbox := notice.New(k.Store)
		place := k.Place("here")
		me, other := k.Person(place.Root, "甲"), k.Person(place.Root, "乙")
		tell(k, k.Internal(), place.Community.ID, me)
		list, err := inbox.List(k.As(me), page.Args{First: 1})
		k.Must(err)
		id := list.Nodes()[0].ID
		_, err = inbox.Read(k.As(other), id)
		wants(t, err, fault.NotFound)
		_, err = inbox.Read(k.Context(), id)
		wants(t, err, fault.Unauthenticated)
		_, _, err = inbox.Change(k.Context())
		wants(t, err, fault.Unauthenticated)
		for who, want := range map[*db.Person]int{me: 1, other: 0} {
			if rows, err := inbox.ByID(k.As(who), []string{id}); len(rows) != want || err != nil {
				t.Fatalf("%s finds %d, %v", who.Name, len(rows), err)
			}
		}
		hidden := k.Person(k.Place("there").Root, "丙")
		if rows, err := inbox.People(k.As(me), []string{hidden.ID}); err != nil || len(rows) != 1 {
			t.Fatalf("who did it is not told: %v", err)
		}
	})
}
