package auth_test

import (
	"strings"
	"testing"

	"linli/server/auth"
	"linli/server/fault"
	"linli/server/org"
	"linli/server/testkit"
)

var input = org.FoundInput{Name: "春晓社区", Slug: "chunxiao", SecretaryName: "陈书记", SecretaryPhone: "13800000001", TimeZone: "Asia/Shanghai"}

// setUp opens the set-up link and returns its token.
func setUp(k *testkit.Kit, a *auth.Auth) string {
	k.Helper()
	link, ok, err := a.OpenSetup(k.Internal())
	k.Must(err)
	token, cut := strings.CutPrefix(link, "https://linli.example/setup/")
	if !ok || !cut {
		k.Fatalf("the link is %q, %v", link, ok)
	}
	return token
}

// founding tells what the log-in page is told.
func founding(k *testkit.Kit, a *auth.Auth) bool {
	k.Helper()
	ways, err := a.LogInWays(k.Context())
	k.Must(err)
	return ways.Founding
}

func TestFoundCommunity(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		if founding(k, a) {
			t.Fatal("may be founded without a link")
		}
		_, err := a.FoundCommunity(from(k, ""), "", input)
		wants(t, err, fault.Unauthenticated, "SETUP")
		replaced, token := setUp(k, a), setUp(k, a)
		if !founding(k, a) {
			t.Fatal("the page is not told")
		}
		for _, wrong := range []string{"", "x", replaced} {
			_, err := a.FoundCommunity(from(k, ""), wrong, input)
			wants(t, err, fault.Unauthenticated, "SETUP")
		}
		mistaken := input
		mistaken.Name = ""
		if _, err := a.FoundCommunity(from(k, ""), token, mistaken); fault.Of(err) != fault.BadInput {
			t.Fatalf("answered %v", err)
		}
		cookies := &jar{}
		in, err := a.FoundCommunity(auth.WithCookies(from(k, ""), cookies), token, input)
		k.Must(err)
		v, err := a.Viewer(k.Context(), in.Token)
		k.Must(err)
		if len(v.Secretary) != 1 || in.Person.Name != "陈书记" || cookies.token != in.Token || founding(k, a) {
			t.Fatalf("the secretary is %+v", v)
		}
		_, err = a.FoundCommunity(from(k, ""), token, input)
		wants(t, err, fault.Unauthenticated, "SETUP")
		if link, ok, err := a.OpenSetup(k.Internal()); link != "" || ok || err != nil {
			t.Fatal("a founded place is opened again")
		}
		if _, err := a.TokenFor(k.Internal(), number); err != nil {
			t.Fatalf("the secretary's phone is not known: %v", err)
		}
	})
}

func TestFoundedOnceAmongMany(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		token := setUp(k, a)
		if n := winners(k, func() error { _, err := a.FoundCommunity(from(k, ""), token, input); return err }); n != 1 {
			t.Fatalf("%d of 20 founded the community", n)
		}
	})
}

func TestLinkEndsWithACommunity(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		token := setUp(k, a)
		k.Place("here") // the demo, say
		if founding(k, a) {
			t.Fatal("the page offers it still")
		}
		_, err := a.FoundCommunity(from(k, ""), token, input)
		wants(t, err, fault.Unauthenticated, "SETUP")
	})
}

func TestLogInWays(t *testing.T) {
	k := testkit.SQLite(t)
	with, _ := withPhones(k, true)
	for a, code := range map[*auth.Auth]bool{newAuth(k, k.Store): false, with: true} {
		if ways, err := a.LogInWays(k.Context()); err != nil || ways.Code != code {
			t.Fatalf("told %v, %v", ways, err)
		}
	}
}
