package graph_test

import (
	"context"
	"testing"

	"linli/ent/db"
	"linli/ent/db/event"
	entnotice "linli/ent/db/notice"
	"linli/server/notice"
	"linli/server/store"
	"linli/server/testkit"
)

// tell puts a line about the person and the event into her inbox, as somebody's doing.
func tell(k *testkit.Kit, by, about *db.Person, e *db.Event) {
	k.Helper()
	k.Must(k.Store.Do(k.As(by), func(ctx context.Context, tx *store.Tx) error {
		return notice.Put(ctx, tx, notice.News{Kind: entnotice.KindCHANGED, Community: about.CommunityID, Event: e.ID}, about.ID)
	}))
}

func TestInboxNamesPeopleAndEvents(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		place := k.Place("here")
		me, hidden := k.Person(place.Households[0], "甲"), k.Person(place.Households[3], "乙")
		e := k.Event(place.Root, 1, 5)
		tell(k, hidden, me, e)
		document := `{ inbox { edges { node { event { title } about { name } actor { name } signUp { id } } } totalCount } }`
		got := ask(k.As(me), t, resolver(k), document)()
		if got != `{"inbox":{"edges":[{"node":{"event":{"title":"活动"},"about":{"name":"甲"},"actor":{"name":"乙"},"signUp":null}}],"totalCount":1}}` {
			t.Fatal(got)
		}
		k.Do(func(ctx context.Context, tx *store.Tx) { // as good as gone
			tx.Event.UpdateOneID(e.ID).SetStatus(event.StatusDRAFT).ExecX(ctx)
		})
		got = ask(k.As(me), t, resolver(k), `{ inbox { edges { node { event { title } } } } }`)()
		if got != `{"inbox":{"edges":[{"node":{"event":null}}]}}` {
			t.Fatal(got)
		}
	})
}

func TestInboxChanged(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		place := k.Place("here")
		me, lead := k.Person(place.Households[0], "甲"), k.Person(place.Households[1], "乙")
		e := k.Event(place.Root, 1, 5)
		ctx, cancel := context.WithCancel(k.As(me))
		defer cancel()
		r := resolver(k)
		next := ask(ctx, t, r, `subscription { inboxChanged { unread latest { kind actor { name } } } }`)
		expect := func(want string) {
			t.Helper()
			if got := next(); got != want {
				t.Fatalf("pushed %s, not %s", got, want)
			}
		}
		expect(`{"inboxChanged":{"unread":0,"latest":null}}`)
		tell(k, lead, me, e)
		expect(`{"inboxChanged":{"unread":1,"latest":{"kind":"CHANGED","actor":{"name":"乙"}}}}`)
		line := k.Store.Client().Notice.Query().OnlyX(k.Internal())
		if got := ask(k.As(me), t, r, `mutation { readNotices(upTo: "`+line.ID+`") }`)(); got != `{"readNotices":0}` {
			t.Fatal(got)
		}
		expect(`{"inboxChanged":{"unread":0,"latest":{"kind":"CHANGED","actor":{"name":"乙"}}}}`)
	})
}
