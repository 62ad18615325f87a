package graph_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/graph"
	"linli/graph/generated"
	"linli/server/auth"
	"linli/server/calendar"
	"linli/server/device"
	"linli/server/door"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/notice"
	"linli/server/org"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// refused stands for an entry that was answered with accepted: false and the warning FORBIDDEN.
const refused fault.Code = "REFUSED"

func draftAndSignUp(c *cast) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Event.UpdateOneID(c.draft.ID).SetStatus(event.StatusDRAFT).Exec(ctx); err != nil {
			return err
		}
		shift := c.event.Edges.Shifts[0]
		var err error
		c.otherSignUp, err = tx.SignUp.Create().SetCommunityID(c.event.CommunityID).SetEventID(c.event.ID).SetShiftID(shift.ID).
			SetPersonID(c.other.ID).SetStatus(signup.StatusCONFIRMED).SetPlace(1).SetParty("p").SetSignedUpBy(c.other.ID).Save(ctx)
		if err != nil {
			return err
		}
		return tx.Shift.UpdateOneID(shift.ID).SetConfirmed(1).Exec(ctx)
	}
}

func resolver(k *testkit.Kit) *graph.Resolver {
	rosters := roster.New(k.Store, k.Keys, roster.Options{})
	doors := door.New(k.Store, k.Keys, rosters, false)
	return &graph.Resolver{
		Org: org.New(k.Store, k.Keys), Events: events.New(k.Store, rosters), Rosters: rosters, Door: doors, Tickets: rosters.Tickets(),
		Devices: device.New(k.Store, doors, "https://linli.example"), Calendars: calendar.New(k.Store, "https://linli.example"),
		Auth: auth.New(auth.Config{Store: k.Store, Keys: k.Keys}), Inbox: notice.New(k.Store), Hub: k.Store.Hub,
	}
}

// execute runs a document as somebody, takes its first answer, and returns the code it was refused with, "" when it was not.
func execute(t *testing.T, k *testkit.Kit, who *db.Person, document string, variables map[string]any) fault.Code {
	t.Helper()
	ctx, cancel := context.WithCancel(k.As(who))
	defer cancel()
	e := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: resolver(k)}))
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: document, Variables: variables})
	if len(errs) > 0 {
		t.Fatalf("%s: %v", document, errs)
	}
	next, ctx := e.DispatchOperation(graphql.WithOperationContext(ctx, op), op)
	answer := next(ctx)
	if len(answer.Errors) > 0 {
		return fault.Of(answer.Errors[0])
	}
	var entries struct {
		CheckIn []struct {
			Accepted bool
			Warnings []string
		}
	}
	if json.Unmarshal(answer.Data, &entries) == nil && len(entries.CheckIn) == 1 && !entries.CheckIn[0].Accepted &&
		slices.Contains(entries.CheckIn[0].Warnings, "FORBIDDEN") {
		return refused
	}
	return ""
}
