package graph

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

type loadersKey struct{}

// withLoaders gives one answer its own loaders, which are made when it first asks for them.
func withLoaders(ctx context.Context, r *Resolver) context.Context {
	return context.WithValue(ctx, loadersKey{}, sync.OnceValue(func() *loaders { return newLoaders(r) }))
}

// load returns the loaders of this answer; outside one, loaders for this one read.
func (r *Resolver) load(ctx context.Context) *loaders {
	if own, ok := ctx.Value(loadersKey{}).(func() *loaders); ok {
		return own()
	}
	return newLoaders(r)
}

// Loading is the extension of the GraphQL server that gives every answer fresh loaders: a query has one set; each field
// of a mutation its own, since the field before may have changed what was read; and each message of a subscription its
// own, since gqlgen runs the selection of all messages under one operation.
type Loading struct{ Resolver *Resolver }

var _ interface {
	graphql.ResponseInterceptor
	graphql.RootFieldInterceptor
	graphql.HandlerExtension
} = Loading{}

// ExtensionName names the extension to gqlgen.
func (Loading) ExtensionName() string { return "Loading" }

// Validate accepts every schema.
func (Loading) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse gives a query, or one message of a subscription, its loaders.
func (l Loading) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(withLoaders(ctx, l.Resolver))
}

// InterceptRootField gives each field of a mutation its loaders.
func (l Loading) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
		ctx = withLoaders(ctx, l.Resolver)
	}
	return next(ctx)
}
