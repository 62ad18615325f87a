package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"linli/ent/db/membership"
	"linli/graph"
	"linli/graph/generated"
	"linli/server/testkit"
	"linli/server/viewer"
)

// ask runs a document and returns a function that gives one answer after the other, as JSON.
func ask(ctx context.Context, t *testing.T, r *graph.Resolver, document string) func() string {
	t.Helper()
	e := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: r}))
	e.Use(graph.Loading{Resolver: r})
	op, errs := e.CreateOperationContext(graphql.StartOperationTrace(ctx), &graphql.RawParams{Query: document})
	if len(errs) > 0 {
		t.Fatalf("%s: %v", document, errs)
	}
	ctx, more := fed(ctx)
	next, ctx := e.DispatchOperation(graphql.WithOperationContext(graphql.StartOperationTrace(ctx), op), op)
	return func() string {
		more()
		answer := next(ctx)
		if answer == nil || len(answer.Errors) > 0 {
			t.Fatalf("%s: %+v", document, answer)
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, answer.Data); err != nil {
			t.Fatal(err)
		}
		return compact.String()
	}
}

func TestLoggingInReadsAsOneself(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		r := resolver(k)
		place := k.Place("here")
		p := k.Person(place.Households[0], "甲")
		k.Phone(p, "+8613800000001")
		k.Role(p, place.Root, membership.RoleSECRETARY)
		card, err := r.Auth.Invite(k.Internal(), "+8613800000001")
		k.Must(err)
		token := card.URL[strings.LastIndex(card.URL, "/")+1:]
		ctx := viewer.With(k.Context(), &viewer.Viewer{Device: "Safari · iPhone"})
		got := ask(ctx, t, r, `mutation { acceptInvitation(token: "`+token+`") { person { name memberships { role } } people { name } } }`)()
		if !strings.Contains(got, "SECRETARY") || !strings.Contains(got, `"people":[{"name":"甲"}]`) {
			t.Fatal(got)
		}
		got = ask(ctx, t, r, `{ sessions { device current } logInWays { code founding } }`)()
		if got != `{"sessions":[{"device":"Safari · iPhone","current":true}],"logInWays":{"code":false,"founding":false}}` {
			t.Fatal(got)
		}
		if got = ask(ctx, t, r, `mutation { logOut }`)(); got != `{"logOut":true}` {
			t.Fatal(got)
		}
	})
}

func TestFoundingOverTheAPI(t *testing.T) {
	k := testkit.SQLite(t)
	r := resolver(k)
	link, _, err := r.Auth.OpenSetup(k.Internal())
	k.Must(err)
	ctx := viewer.With(k.Context(), &viewer.Viewer{})
	got := ask(ctx, t, r, `mutation { foundCommunity(token: "`+link[len("/setup/"):]+`", name: "春晓", slug: "chunxiao", secretaryName: "陈",
		secretaryPhone: "13800000001", levels: ["社区", "小区", "楼栋"]) { person { name memberships { role unit { name } } } } }`)()
	if !strings.Contains(got, `{"role":"SECRETARY","unit":{"name":"春晓"}}`) {
		t.Fatal(got)
	}
}
