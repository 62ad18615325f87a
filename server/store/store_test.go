package store_test

import (
	"context"
	"errors"
	"testing"

	"linli/server/store"
	"linli/server/testkit"
)

func TestDoAnnouncesOnlyAfterCommit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		other := k.Store
		if k.URL != "" {
			other = k.Open() // a second replica hears it through the database
		}
		watch := other.Hub.Watch("a topic")
		refused := errors.New("refused")
		err := k.Store.Do(k.Internal(), func(_ context.Context, tx *store.Tx) error { tx.Announce("a topic"); return refused })
		if !errors.Is(err, refused) {
			t.Fatalf("Do answered %v", err)
		}
		k.Do(func(_ context.Context, tx *store.Tx) { tx.Announce("another") })
		select {
		case <-watch.C:
			t.Fatal("announced without a commit")
		default:
		}
		k.Do(func(_ context.Context, tx *store.Tx) { tx.Announce("a topic") })
		<-watch.C
	})
}

func TestPlaceIsNarrowed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here, there := k.Place("here"), k.Place("there")
		p := k.Person(here.Households[0], "甲")
		if n := k.Store.Client().Unit.Query().CountX(k.As(p)); n != 6 { // root, 2 branches, 2 groups, her own household
			t.Fatalf("sees %d units", n)
		}
		if n := k.Store.Client().Unit.Query().CountX(k.Context()); n != 10 {
			t.Fatalf("anonymous sees %d units of the open communities", n)
		}
		_ = there
	})
}
