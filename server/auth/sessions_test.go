package auth_test

import (
	"testing"
	"time"

	"linli/ent/db"
	"linli/server/auth"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/testkit"
	"linli/server/viewer"
)

// asked returns the viewer of a token.
func asked(k *testkit.Kit, a *auth.Auth, in *auth.SignedIn) *viewer.Viewer {
	k.Helper()
	v, err := a.Viewer(k.Context(), in.Token)
	k.Must(err)
	return v
}

func TestSessions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		place := k.Place("here")
		me, other := k.Person(place.Households[0], "甲"), k.Person(place.Households[0], "乙")
		expired := signIn(k, a, me)
		k.Clock.Move(90 * 24 * time.Hour)
		first := asked(k, a, signIn(k, a, me))
		k.Clock.Move(time.Hour)
		second, theirs := asked(k, a, signIn(k, a, me)), asked(k, a, signIn(k, a, other))
		ctx := viewerContext(k, first)
		list := func() []*db.Session {
			rows, err := a.Sessions(ctx)
			k.Must(err)
			return rows
		}
		if rows := list(); len(rows) != 2 || rows[0].ID != second.SessionID || rows[1].ID != first.SessionID || !refused(k, a, expired.Token) {
			t.Fatalf("listed %v", rows)
		}
		for _, not := range []string{theirs.SessionID, "se_none"} {
			_, err := a.RevokeSession(ctx, not)
			wants(t, err, fault.NotFound, "")
		}
		k.Must(ignore(a.RevokeSession(ctx, second.SessionID)))
		if rows := list(); len(rows) != 1 {
			t.Fatalf("listed %v", rows)
		}
		if rows, err := a.SessionsByID(ctx, []string{first.SessionID, second.SessionID, theirs.SessionID}); err != nil || len(rows) != 1 {
			t.Fatalf("found %v, %v", rows, err)
		}
		if _, err := a.RevokeSession(ctx, second.SessionID); fault.Of(err) != fault.NotFound {
			t.Fatalf("ended twice: %v", err)
		}
	})
}

func ignore(_ bool, err error) error { return err }

func TestLogOut(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		p := k.Person(k.Place("here").Households[0], "甲")
		ends := map[string]func(v *viewer.Viewer, j *jar) error{
			"logOut": func(v *viewer.Viewer, j *jar) error {
				return ignore(a.LogOut(auth.WithCookies(viewerContext(k, v), j)))
			},
			"revokeSession": func(v *viewer.Viewer, j *jar) error {
				return ignore(a.RevokeSession(auth.WithCookies(viewerContext(k, v), j), v.SessionID))
			},
		}
		for verb, end := range ends {
			in, stays := signIn(k, a, p), signIn(k, a, p)
			v, cookies := asked(k, a, in), &jar{}
			sockets := k.Store.Hub.Watch(live.Session(v.SessionID))
			k.Must(end(v, cookies))
			<-sockets.C
			if !refused(k, a, in.Token) || refused(k, a, stays.Token) || !cookies.cleared {
				t.Fatalf("%s: the wrong session ended, or the browser was not told", verb)
			}
		}
		for _, err := range []error{ignore(a.LogOut(k.Context())), ignore(a.RevokeSession(k.Context(), "se_none"))} {
			wants(t, err, fault.Unauthenticated, "")
		}
		if _, err := a.Sessions(k.Context()); fault.Of(err) != fault.Unauthenticated {
			t.Fatal(err)
		}
	})
}

func TestNobodyChooses(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		place := k.Place("here")
		p, sister := k.Person(place.Households[0], "甲"), k.Person(place.Households[0], "乙")
		_, err := a.ChoosePerson(k.Context(), p.ID)
		wants(t, err, fault.Unauthenticated, "")
		v := asked(k, a, signIn(k, a, p))
		_, err = a.ChoosePerson(viewerContext(k, v), p.ID) // no phone, no choice
		wants(t, err, fault.NotFound, "")
		k.Phone(p, number)
		k.Phone(sister, number)
		k.Must(ignore(a.RevokeSession(viewerContext(k, v), v.SessionID)))
		_, err = a.ChoosePerson(viewerContext(k, v), sister.ID) // a request that was under way
		wants(t, err, fault.Unauthenticated, "")
	})
}
