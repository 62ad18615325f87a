package web

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/server/access"
	"linli/server/viewer"
)

// doorWork refuses whatever a door device asks for that is not the work of its door, before any of it is run.
type doorWork struct{}

func (doorWork) ExtensionName() string                   { return "doorWork" }
func (doorWork) Validate(graphql.ExecutableSchema) error { return nil }

func (doorWork) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if err := asDevice(viewer.From(ctx), oc.Operation.SelectionSet); err != nil {
		return gqlerror.Wrap(err)
	}
	return nil
}

// asDevice asks for each field at the root of an operation.
func asDevice(v *viewer.Viewer, selections ast.SelectionSet) (err error) {
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name != "__typename" {
				err = access.AsDevice(v, s.Name)
			}
		case *ast.InlineFragment:
			err = asDevice(v, s.SelectionSet)
		case *ast.FragmentSpread:
			err = asDevice(v, s.Definition.SelectionSet)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
