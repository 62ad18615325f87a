package web

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/server/fault"
)

// oneStream refuses a subscription that asks for none or several streams; the library's rule does not see an alias of
// the same field, nor what @skip leaves.
type oneStream struct{}

func (oneStream) ExtensionName() string                   { return "oneStream" }
func (oneStream) Validate(graphql.ExecutableSchema) error { return nil }

func (oneStream) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if oc.Operation.Operation != ast.Subscription {
		return nil
	}
	if streams := graphql.CollectFields(oc, oc.Operation.SelectionSet, []string{"Subscription"}); len(streams) != 1 {
		return gqlerror.Wrap(fault.New(fault.BadInput, "A subscription asks for exactly one thing."))
	}
	return nil
}
