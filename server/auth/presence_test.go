package auth_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/session"
	"linli/server/auth"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

// pages makes sessions of one person.
func pages(k *testkit.Kit, n int) (ids []string) {
	k.Helper()
	p := k.Person(k.Place("here").Households[0], "甲")
	k.Do(func(ctx context.Context, tx *store.Tx) {
		for some := range 1 + n/500 {
			var rows []*db.SessionCreate
			for i := some * 500; i < min(n, (some+1)*500); i++ {
				rows = append(rows, tx.Session.Create().SetCommunityID(p.CommunityID).SetPersonID(p.ID).SetTokenHash(fmt.Sprint("t", i)).
					SetSeenAt(k.Clock.Now()).SetExpiresAt(k.Clock.Now().Add(time.Hour)))
			}
			for _, s := range tx.Session.CreateBulk(rows...).SaveX(ctx) {
				ids = append(ids, s.ID)
			}
		}
	})
	return ids
}

// write writes all that is due and answers in how many statements.
func write(k *testkit.Kit, p *auth.Presence) int {
	k.Helper()
	for n := 1; ; n++ {
		more, err := p.Write(k.Context())
		k.Must(err)
		if !more {
			return n
		}
	}
}

func open(k *testkit.Kit, id string) time.Duration {
	k.Helper()
	s := k.Store.Client().Session.GetX(k.Internal(), id)
	if s.OpenUntil == nil {
		return 0
	}
	return s.OpenUntil.Sub(k.Clock.Now())
}

func TestAPageIsOpenWhileASocketLives(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		ids := pages(k, 3)
		p := auth.NewPresence(k.Store)
		expect := func(when string, want ...time.Duration) {
			t.Helper()
			write(k, p)
			for i, w := range want {
				if got := open(k, ids[i]); got != w {
					t.Errorf("%s: session %d is open for %v, want %v", when, i, got, w)
				}
			}
		}
		p.Opened(ids[0])
		p.Opened(ids[0])
		p.Opened(ids[1])
		expect("opened", 75*time.Second, 75*time.Second, 0)
		k.Clock.Move(29 * time.Second)
		p.Closed(ids[0])
		p.Closed(ids[1])
		expect("one of two closed", 46*time.Second, 2*time.Second, 0)
		k.Clock.Move(time.Second)
		p.Opened(ids[1])
		p.Closed(ids[1])
		expect("renewed", 75*time.Second, 2*time.Second, 0)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Session.UpdateOneID(ids[2]).SetRevokedAt(k.Clock.Now()).ExecX(ctx)
		})
		p.Opened(ids[2])
		expect("revoked", 75*time.Second, 2*time.Second, 0)
	})
}

func TestAPageOfTwoReplicas(t *testing.T) {
	k := testkit.Postgres(t)
	id := pages(k, 1)[0]
	elsewhere := k.Open()
	here, there := auth.NewPresence(k.Store), auth.NewPresence(elsewhere)
	here.Opened(id)
	there.Opened(id)
	write(k, there)
	write(k, here)
	heard := elsewhere.Hub.Watch(live.Page(id))
	here.Closed(id)
	write(k, here)
	if got := open(k, id); got != 2*time.Second {
		t.Fatalf("closed here, it is open for %v", got)
	}
	<-heard.C
	write(k, there)
	if got := open(k, id); got != 75*time.Second {
		t.Fatalf("still open there, it is open for %v", got)
	}
}

func TestAHerdOfPagesIsFewStatements(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		const herd = 6_000
		ids := pages(k, herd)
		p := auth.NewPresence(k.Store)
		for _, id := range ids {
			p.Opened(id)
		}
		if n := write(k, p); n != 6 {
			t.Errorf("opened with %d statements", n)
		}
		if n := k.Store.Client().Session.Query().Where(session.OpenUntilGT(k.Clock.Now())).CountX(k.Internal()); n != herd {
			t.Errorf("%d are open", n)
		}
		for _, id := range ids {
			p.Closed(id)
		}
		ctx, end := context.WithCancel(k.Context())
		end()
		p.Run(ctx) // the program ends
		k.Clock.Move(2 * time.Second)
		if n := k.Store.Client().Session.Query().Where(session.OpenUntilGT(k.Clock.Now())).CountX(k.Internal()); n != 0 {
			t.Errorf("%d are open after the end", n)
		}
	})
}

func TestWhatWasNotWrittenIsTriedAgain(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		id := pages(k, 1)[0]
		p := auth.NewPresence(k.Store)
		p.Opened(id)
		ctx, end := context.WithCancel(k.Context())
		end()
		if _, err := p.Write(ctx); err == nil {
			t.Fatal("written without a context")
		}
		write(k, p)
		if got := open(k, id); got != 75*time.Second {
			t.Fatalf("open for %v", got)
		}
	})
}
