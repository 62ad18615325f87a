package auth_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/session"
	"linli/server/auth"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// signIn makes a session of the person and returns its token.
func signIn(k *testkit.Kit, a *auth.Auth, p *db.Person) *auth.SignedIn {
	k.Helper()
	var in *auth.SignedIn
	k.Do(func(ctx context.Context, tx *store.Tx) {
		var err error
		in, err = a.NewSession(ctx, tx, tx.Person.GetX(ctx, p.ID))
		k.Must(err)
	})
	return in
}

// refused tells whether the token is nobody's.
func refused(k *testkit.Kit, a *auth.Auth, token string) bool {
	k.Helper()
	v, err := a.Viewer(k.Context(), token)
	if err == nil {
		return false
	}
	if v != nil || fault.Of(err) != fault.Unauthenticated {
		k.Fatalf("answered %v, %v", v, err)
	}
	return true
}

func newAuth(k *testkit.Kit, s *store.Store) *auth.Auth {
	return auth.New(auth.Config{Store: s, Keys: k.Keys, URL: "https://linli.example", Limits: true})
}

func TestViewerOfToken(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		place := k.Place("here")
		p := k.Person(place.Households[0], "甲")
		k.Role(p, place.Branches[0], membership.RoleLEAD)
		in := signIn(k, a, p)
		v, err := a.Viewer(k.Context(), in.Token)
		k.Must(err)
		if v.PersonID != p.ID || v.SessionID == "" || len(v.Leads) != 1 {
			t.Fatalf("the viewer is %+v", v)
		}
		for _, wrong := range []string{"", "x", in.Token + "x", in.Token[1:]} {
			if !refused(k, a, wrong) {
				t.Fatalf("%q is taken", wrong)
			}
		}
		v.Address = "192.0.2.1"
		if again, _ := a.Viewer(k.Context(), in.Token); again.Address != "" {
			t.Fatal("what a caller writes into the viewer stays in the cache")
		}
		if n := k.Store.Client().Session.Query().Where(session.TokenHash(in.Token)).CountX(k.Internal()); n != 0 {
			t.Fatal("the token itself is stored")
		}
	})
}

func TestSessionSlides(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		in := signIn(k, a, k.Person(k.Place("here").Households[0], "甲"))
		seen := func() time.Time { return k.Store.Client().Session.Query().OnlyX(k.Internal()).SeenAt }
		start := seen()
		k.Clock.Move(59 * time.Minute)
		if refused(k, a, in.Token) || !seen().Equal(start) {
			t.Fatal("written down within the hour")
		}
		k.Clock.Move(2 * time.Minute)
		if refused(k, a, in.Token) || seen().Equal(start) {
			t.Fatal("use is not written down after an hour")
		}
		for range 3 {
			k.Clock.Move(89 * 24 * time.Hour)
			if refused(k, a, in.Token) {
				t.Fatal("a session in use ended")
			}
		}
		k.Clock.Move(90 * 24 * time.Hour)
		if !refused(k, a, in.Token) {
			t.Fatal("a session unused for 90 days lives")
		}
	})
}

func TestCachedViewerExpires(t *testing.T) {
	k := testkit.SQLite(t)
	a := newAuth(k, k.Store)
	in := signIn(k, a, k.Person(k.Place("here").Households[0], "甲"))
	k.Clock.Move(90*24*time.Hour - time.Second)
	k.Do(func(ctx context.Context, tx *store.Tx) { // as if it had been used just now, so that nothing slides
		tx.Session.Update().SetSeenAt(tx.Now()).ExecX(ctx)
	})
	if refused(k, a, in.Token) {
		t.Fatal("ended too early")
	}
	k.Clock.Move(time.Second)
	if !refused(k, a, in.Token) {
		t.Fatal("taken from the cache after its end")
	}
}

// replicas are two programs on one database; SQLite has only one.
func replicas(k *testkit.Kit) (here, there *auth.Auth) {
	other := k.Store
	if k.URL != "" {
		other = k.Open()
	}
	return newAuth(k, k.Store), newAuth(k, other)
}

func TestRevokedEverywhereAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here, there := replicas(k)
		in := signIn(k, here, k.Person(k.Place("here").Households[0], "甲"))
		v, err := there.Viewer(k.Context(), in.Token)
		k.Must(err)
		told := there.Store.Hub.Watch(live.Session(v.SessionID))
		ended, err := here.RevokeSession(viewerContext(k, v), v.SessionID)
		k.Must(err)
		<-told.C
		if !ended || !refused(k, there, in.Token) || !refused(k, here, in.Token) {
			t.Fatal("a revoked session is taken")
		}
	})
}

func TestRightsChangeEverywhereAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here, there := replicas(k)
		place := k.Place("here")
		p := k.Person(place.Households[0], "甲")
		k.Role(p, place.Root, membership.RoleSECRETARY)
		in := signIn(k, here, p)
		if v, _ := there.Viewer(k.Context(), in.Token); len(v.Secretary) != 1 {
			t.Fatalf("the viewer is %+v", v)
		}
		told := there.Store.Hub.Watch(live.Rights(p.ID))
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Membership.Delete().Where(membership.RoleEQ(membership.RoleSECRETARY)).ExecX(ctx)
			tx.Announce(live.Rights(p.ID))
		})
		<-told.C
		if v, _ := there.Viewer(k.Context(), in.Token); len(v.Secretary) != 0 {
			t.Fatal("an old right is kept")
		}
	})
}

func TestLostMessagesEmptyTheCache(t *testing.T) {
	k := testkit.SQLite(t)
	a := newAuth(k, k.Store)
	in := signIn(k, a, k.Person(k.Place("here").Households[0], "甲"))
	if refused(k, a, in.Token) {
		t.Fatal("not taken")
	}
	k.Do(func(ctx context.Context, tx *store.Tx) { tx.Session.Update().SetRevokedAt(tx.Now()).ExecX(ctx) })
	if refused(k, a, in.Token) {
		t.Fatal("nothing is cached")
	}
	k.Store.Hub.PublishAll()
	if !refused(k, a, in.Token) {
		t.Fatal("kept after messages were lost")
	}
}

func viewerContext(k *testkit.Kit, v *viewer.Viewer) context.Context {
	return viewer.With(k.Context(), v)
}
