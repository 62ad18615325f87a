package web

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/server/page"
)

// mostCost is the most that an operation may ask for, in values of the answer. 100 events with all their counts and
// shifts are some 16,000, 100 rows of a roster with people some 8,000, the tree four levels deep some 12,000.
const mostCost = 50_000

// usual is how many rows are reckoned behind a list without `first`. It is bounded by the rules, but its bound would
// refuse what nobody minds; those with more than a few have a row of their own.
const usual = 4

var usuals = map[string]int{"Unit.children": 8, "Event.shifts": 5, "EventCounts.shifts": 5, "Query.candidates": 20, "Community.partners": 20,
	"Query.sessions": 20, "RosterChange.signUps": page.Most, "Mutation.checkIn": 50, "Mutation.signUp": 5, "SignUp.history": 10,
	"DoorRoster.rows": 500, "DoorEvent.shifts": 5, "Kiosk.last": 20, "Query.doorDevices": 50}

// costLimit refuses operations that ask for too much, after validation, when the arguments are known.
type costLimit struct{}

func (costLimit) ExtensionName() string                   { return "costLimit" }
func (costLimit) Validate(graphql.ExecutableSchema) error { return nil }

func (costLimit) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if cost(oc.Operation.SelectionSet, oc.Variables) > mostCost {
		return tooComplex("This asks for too much at once; ask for fewer rows or fields.")
	}
	return nil
}

func cost(selections ast.SelectionSet, variables map[string]any) int {
	total := 0
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			total += fieldCost(s, variables)
		case *ast.InlineFragment:
			total += cost(s.SelectionSet, variables)
		case *ast.FragmentSpread:
			total += cost(s.Definition.SelectionSet, variables)
		}
		if total > mostCost {
			return mostCost + 1 // enough is known, and nothing overflows
		}
	}
	return total
}

func fieldCost(f *ast.Field, variables map[string]any) int {
	if len(f.SelectionSet) == 0 || strings.HasPrefix(f.Name, "__") { // introspection is bounded by its own rule
		return 1
	}
	return 1 + rows(f, variables)*cost(f.SelectionSet, variables)
}

// rows is how many objects a field is reckoned to answer.
func rows(f *ast.Field, variables map[string]any) int {
	if f.Definition.Arguments.ForName("first") != nil {
		return first(f.ArgumentMap(variables)["first"])
	}
	if f.Definition.Type.Elem == nil || f.Name == "edges" { // the edges were reckoned with their connection
		return 1
	}
	if n, ok := usuals[f.ObjectDefinition.Name+"."+f.Name]; ok {
		return n
	}
	return usual
}

func first(v any) int {
	n := int64(page.Most)
	switch v := v.(type) {
	case int64:
		n = v
	case int:
		n = int64(v)
	case json.Number:
		n, _ = v.Int64()
	}
	return int(max(1, min(n, page.Most)))
}
