package web

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/graph"
	"linli/graph/generated"
	"linli/server/fault"
)

// newExecutor is gqlgen with our limits around it.
func newExecutor(c Config) *executor.Executor {
	e := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: c.Resolver}))
	valid := newDocuments()
	e.SetQueryCache(valid)
	e.SetParserTokenLimit(mostTokens)
	e.SetDisableSuggestion(true)
	e.SetErrorPresenter(graph.Present)
	e.SetRecoverFunc(graph.Recover)
	e.Use(&documentLimits{introspection: c.Introspection, passed: valid})
	e.Use(doorWork{})
	e.Use(costLimit{})
	e.Use(oneStream{})
	e.Use(graph.Loading{Resolver: c.Resolver})
	if c.Introspection {
		e.Use(extension.Introspection{})
	}
	return e
}

// prepare parses, limits and validates an operation; a nil context means that it was refused with the errors.
func (s *Site) prepare(ctx context.Context, params *graphql.RawParams) (prepared *graphql.OperationContext, refused *graphql.Response) {
	ctx = graphql.StartOperationTrace(ctx)
	defer func() {
		if p := recover(); p != nil { // the library guards only what runs later
			prepared, refused = nil, &graphql.Response{Errors: gqlerror.List{graph.Present(ctx, graph.Recover(ctx, p))}}
		}
	}()
	oc, errs := s.exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		errs = errs[:min(len(errs), mostErrors)]
		return nil, s.exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs)
	}
	return oc, nil
}

// run executes a query or a mutation and answers once; true says that it was refused before it began.
func (s *Site) run(ctx context.Context, params *graphql.RawParams) (*graphql.Response, bool) {
	oc, refused := s.prepare(ctx, params)
	if refused != nil {
		return refused, true
	}
	if oc.Operation.Operation == ast.Subscription {
		err := fault.New(fault.BadInput, "Subscriptions need the websocket.")
		return &graphql.Response{Errors: gqlerror.List{graph.Present(ctx, err)}}, true
	}
	handler, ctx := s.exec.DispatchOperation(ctx, oc)
	response := handler(ctx)
	if response == nil { // whoever asked has gone, or the time is over
		response = &graphql.Response{Errors: gqlerror.List{graph.Present(ctx, context.Cause(ctx))}}
	}
	return response, false
}
