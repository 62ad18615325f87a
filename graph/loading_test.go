package graph_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	kind "linli/ent/db/notice"
	"linli/graph"
	"linli/graph/generated"
	"linli/server/notice"
	"linli/server/store"
	"linli/server/testkit"
)

// answers runs a document as somebody, with loaders; each call returns the data of the next answer.
func answers(t *testing.T, k *testkit.Kit, who *db.Person, document string, variables vars) func() string {
	t.Helper()
	ctx, cancel := context.WithCancel(k.As(who))
	t.Cleanup(cancel)
	r := resolver(k)
	e := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: r}))
	e.Use(graph.Loading{Resolver: r})
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: document, Variables: variables})
	if len(errs) > 0 {
		t.Fatalf("%s: %v", document, errs)
	}
	ctx, more := fed(ctx)
	next, ctx := e.DispatchOperation(graphql.WithOperationContext(ctx, op), op)
	return func() string {
		t.Helper()
		more()
		answer := next(ctx)
		if len(answer.Errors) > 0 {
			t.Fatalf("%s: %v", document, answer.Errors)
		}
		return string(answer.Data)
	}
}

func TestEachMessageReadsAnew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		home := k.Place("here")
		who, e := k.Person(home.Households[0], "甲"), k.Event(home.Root, time.Hour, 5)
		news := func(title string) {
			k.Do(func(ctx context.Context, tx *store.Tx) {
				tx.Event.UpdateOneID(e.ID).SetTitle(title).ExecX(ctx)
				k.Must(notice.Put(ctx, tx, notice.News{Kind: kind.KindCHANGED, Community: e.CommunityID, Event: e.ID}, who.ID))
			})
		}
		news("一")
		next := answers(t, k, who, `subscription { inboxChanged { latest { event { title shifts { event { title } } } } } }`, nil)
		for _, title := range []string{"一", "二"} {
			if got := next(); strings.Count(got, `"title":"`+title+`"`) != 2 {
				t.Fatalf("the message is %s, want %s", got, title)
			}
			news("二")
		}
	})
}

func TestEachFieldOfAMutationReadsAnew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		home := k.Place("here")
		who, e := k.Person(home.Households[0], "甲"), k.Event(home.Root, time.Hour, 5)
		k.Role(who, home.Root, membership.RoleSECRETARY)
		got := answers(t, k, who, `mutation($id: ID!) {
			a: changeEvent(id: $id, input: {title: "一"}) { shifts { event { title } } }
			b: changeEvent(id: $id, input: {title: "二"}) { shifts { event { title } } }
		}`, vars{"id": e.ID})()
		if want := `{"a":{"shifts":[{"event":{"title":"一"}}]},"b":{"shifts":[{"event":{"title":"二"}}]}}`; got != want {
			t.Fatalf("answered %s", got)
		}
	})
}

func TestEventAsEachSeesIt(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		home := k.Place("here")
		lead, helper, other := k.Person(home.Households[0], "负责人"), k.Person(home.Households[1], "替补"), k.Person(home.Households[2], "邻居")
		k.Role(lead, home.Branches[0], membership.RoleLEAD)
		e := k.Event(home.Households[0], time.Hour, 5, 3) // at a household that others may not see in the tree
		if _, err := resolver(k).Events.NameSubstitute(k.As(lead), e.ID, helper.ID); err != nil {
			t.Fatal(err)
		}
		document := `query($id: ID!) { event(id: $id) { status mayEdit mayLead substitutes { name } mySignUps { id } unit { name } team { id }
			community { slug } counts { capacity } shifts { counts { capacity } event { id } } } }`
		rest := `"mySignUps":[],"unit":{"name":"HOUSEHOLD 1"},"team":null,"community":{"slug":"here"},"counts":{"capacity":8},` +
			`"shifts":[{"counts":{"capacity":5},"event":{"id":"` + e.ID + `"}},{"counts":{"capacity":3},"event":{"id":"` + e.ID + `"}}]}}`
		for who, want := range map[*db.Person]string{
			nil:    `"mayEdit":false,"mayLead":false,"substitutes":[],`,
			other:  `"mayEdit":false,"mayLead":false,"substitutes":[],`,
			helper: `"mayEdit":false,"mayLead":true,"substitutes":[{"name":"替补"}],`,
			lead:   `"mayEdit":true,"mayLead":true,"substitutes":[{"name":"替补"}],`,
		} {
			if got := answers(t, k, who, document, vars{"id": e.ID})(); got != `{"event":{"status":"PUBLISHED",`+want+rest {
				t.Errorf("answered %s", got)
			}
		}
		k.Clock.Move(3 * time.Hour)
		if got := answers(t, k, other, `query($id: ID!) { event(id: $id) { status } }`, vars{"id": e.ID})(); got != `{"event":{"status":"FINISHED"}}` {
			t.Errorf("answered %s", got)
		}
	})
}

func TestNode(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here, there := k.Place("here"), k.Place("there")
		who, stranger := k.Person(here.Households[0], "甲"), k.Person(there.Households[0], "乙")
		team, e := k.Team(here.Root, "队", who), k.Event(here.Root, time.Hour, 5)
		draft := k.Event(here.Root, time.Hour, 5)
		own := map[string]string{here.Community.ID: "Community", here.Root.ID: "Unit", who.ID: "Person", team.ID: "Team", e.ID: "Event", e.Edges.Shifts[0].ID: "Shift"}
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(draft.ID).SetStatus(event.StatusDRAFT).ExecX(ctx)
			c := here.Community.ID
			own[tx.Partner.Create().SetCommunityID(c).SetName("学校").SetKind("SCHOOL").SaveX(ctx).ID] = "Partner"
			own[tx.Notice.Create().SetCommunityID(c).SetRecipientID(who.ID).SetKind(kind.KindROLE).SaveX(ctx).ID] = "Notice"
			own[tx.Session.Create().SetCommunityID(c).SetPersonID(who.ID).SetTokenHash("h").SetSeenAt(tx.Now()).SetExpiresAt(tx.Now().Add(time.Hour)).SaveX(ctx).ID] = "Session"
			own[tx.SignUp.Create().SetCommunityID(c).SetEventID(e.ID).SetShiftID(e.Edges.Shifts[0].ID).SetPersonID(who.ID).SetStatus("CONFIRMED").
				SetPlace(1).SetParty("p").SetSignedUpBy(who.ID).SaveX(ctx).ID] = "SignUp"
		})
		node := func(viewer *db.Person, id string) string {
			return answers(t, k, viewer, `query($id: ID!) { node(id: $id) { __typename id } }`, vars{"id": id})()
		}
		for id, name := range own {
			if got := node(who, id); got != `{"node":{"__typename":"`+name+`","id":"`+id+`"}}` {
				t.Errorf("%s %s answers %s", name, id, got)
			}
			if got := node(stranger, id); got != `{"node":null}` {
				t.Errorf("%s %s is shown to a stranger: %s", name, id, got)
			}
		}
		for _, id := range []string{draft.ID, "ev_0", "xx_0", "x", "at_0"} {
			if got := node(who, id); got != `{"node":null}` {
				t.Errorf("%s answers %s", id, got)
			}
		}
	})
}
