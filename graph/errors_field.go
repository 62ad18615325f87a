package graph

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"linli/graph/generated"
)

// document is the API's, to tell the names in it from those that a client made up.
var document = sync.OnceValue(func() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() })

// argumentField writes where in a field's arguments something is, as the rules write it: "first", "input.shifts.0.name".
func argumentField(path ast.Path) string {
	parts := make([]string, 0, len(path))
	for _, p := range path {
		switch p := p.(type) {
		case ast.PathName:
			parts = append(parts, string(p))
		case ast.PathIndex:
			parts = append(parts, strconv.Itoa(int(p)))
		}
	}
	return strings.Join(parts, ".")
}

// onlyID names the one id that the field that is resolved cannot do without: what was not found is what it points to.
// Verbs with several say which themselves.
func onlyID(ctx context.Context) string {
	f := graphql.GetFieldContext(ctx)
	if f == nil || f.Field.Field == nil || f.Field.Definition == nil {
		return ""
	}
	name := ""
	for _, a := range f.Field.Definition.Arguments {
		if !a.Type.NonNull || a.Type.NamedType != "ID" {
			continue
		}
		if name != "" {
			return ""
		}
		name = a.Name
	}
	return name
}

// variableField finds the argument that a variable was given to and follows the path into its type as far as the schema
// knows it: neither a variable's name nor an unknown field's is ours to repeat.
func variableField(ctx context.Context, path ast.Path) string {
	if len(path) < 2 || !graphql.HasOperationContext(ctx) {
		return ""
	}
	name, _ := path[1].(ast.PathName)
	op := graphql.GetOperationContext(ctx).Operation
	if op == nil {
		return ""
	}
	definition := op.VariableDefinitions.ForName(string(name))
	argument := argumentOf(op.SelectionSet, string(name))
	if definition == nil || argument == "" {
		return ""
	}
	known := ast.Path{ast.PathName(argument)}
	at := definition.Definition
	for _, step := range path[2:] {
		if index, ok := step.(ast.PathIndex); ok {
			known = append(known, index)
			continue
		}
		field := fieldOf(at, step)
		if field == nil {
			break
		}
		known = append(known, ast.PathName(field.Name))
		at = document().Types[field.Type.Name()]
	}
	return argumentField(known)
}

func fieldOf(d *ast.Definition, step ast.PathElement) *ast.FieldDefinition {
	name, ok := step.(ast.PathName)
	if d == nil || !ok {
		return nil
	}
	return d.Fields.ForName(string(name))
}

func argumentOf(selections ast.SelectionSet, variable string) string {
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			for _, a := range s.Arguments {
				if a.Value.Kind == ast.Variable && a.Value.Raw == variable {
					return a.Name
				}
			}
			if found := argumentOf(s.SelectionSet, variable); found != "" {
				return found
			}
		case *ast.InlineFragment:
			if found := argumentOf(s.SelectionSet, variable); found != "" {
				return found
			}
		}
	}
	return ""
}
