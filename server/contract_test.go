package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func schema(t *testing.T, pattern string) *ast.Schema {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	var all []*ast.Source
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &ast.Source{Name: name, Input: string(text)})
	}
	s, err := gqlparser.LoadSchema(all...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What clients rely on is there, under its name and with its types; the API may add, never remove or narrow.
func TestContractIsContainedInTheAPI(t *testing.T) {
	core, ours := schema(t, "../graph/testdata/core.graphql"), schema(t, "../graph/*.graphql")
	for name, want := range core.Types {
		got := ours.Types[name]
		switch {
		case want.BuiltIn:
		case got == nil || got.Kind != want.Kind:
			t.Errorf("%s %s is missing", want.Kind, name)
		default:
			compareType(t, want, got)
		}
	}
}

func compareType(t *testing.T, want, got *ast.Definition) {
	for _, v := range want.EnumValues {
		if got.EnumValues.ForName(v.Name) == nil {
			t.Errorf("%s.%s is missing", want.Name, v.Name)
		}
	}
	for _, i := range want.Interfaces {
		if !slices.Contains(got.Interfaces, i) {
			t.Errorf("%s does not implement %s", want.Name, i)
		}
	}
	for _, f := range want.Fields {
		have := got.Fields.ForName(f.Name)
		if have == nil {
			t.Errorf("%s.%s is missing", want.Name, f.Name)
			continue
		}
		if have.Type.String() != f.Type.String() || value(have.DefaultValue) != value(f.DefaultValue) {
			t.Errorf("%s.%s: %s is %s", want.Name, f.Name, f.Type, have.Type)
		}
		compareArguments(t, want.Name+"."+f.Name, f, have)
	}
	for _, f := range got.Fields {
		if got.Kind == ast.InputObject && want.Fields.ForName(f.Name) == nil && demanded(f.Type, f.DefaultValue) {
			t.Errorf("%s.%s is new and demanded", got.Name, f.Name)
		}
	}
}

func compareArguments(t *testing.T, at string, want, got *ast.FieldDefinition) {
	for _, a := range want.Arguments {
		have := got.Arguments.ForName(a.Name)
		if have == nil || have.Type.String() != a.Type.String() || value(have.DefaultValue) != value(a.DefaultValue) {
			t.Errorf("%s(%s: %s = %s) is missing or differs", at, a.Name, a.Type, value(a.DefaultValue))
		}
	}
	for _, a := range got.Arguments {
		if want.Arguments.ForName(a.Name) == nil && demanded(a.Type, a.DefaultValue) {
			t.Errorf("%s(%s) is new and demanded", at, a.Name)
		}
	}
}

func demanded(typ *ast.Type, byDefault *ast.Value) bool { return typ.NonNull && byDefault == nil }

func value(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}
