package web

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/server/fault"
)

// measure counts what a document asks for with every fragment written out where it is used.
func (l *documentLimits) measure(doc *ast.QueryDocument) *gqlerror.Error {
	if len(doc.Operations) > mostOperations {
		return tooComplex("A document may have at most %d operations.", mostOperations)
	}
	m := &meter{fragments: doc.Fragments, open: map[string]bool{}, used: map[*ast.FragmentDefinition]bool{}}
	for _, op := range doc.Operations {
		m.directives += len(op.Directives)
		m.mutation = op.Operation == ast.Mutation
		m.walk(op.SelectionSet, 1, true)
	}
	for _, f := range doc.Fragments {
		if !m.used[f] { // validation looks at those too, also at a second of the same name
			m.walk(f.SelectionSet, 1, false)
		}
	}
	switch {
	case m.depth > mostDepth:
		return tooComplex("A document may be at most %d levels deep.", mostDepth)
	case m.aliases > mostAliases:
		return tooComplex("A document may have at most %d aliases.", mostAliases)
	case m.directives > mostDirectives:
		return tooComplex("A document may have at most %d directives.", mostDirectives)
	case m.roots > mostMutations:
		return tooComplex("A document may have at most %d mutations.", mostMutations)
	case m.fields > mostFields:
		return tooComplex("A document may ask for at most %d fields.", mostFields)
	case m.introspects && !l.introspection:
		return gqlerror.Wrap(fault.New(fault.BadInput, "This API does not describe itself here."))
	}
	return nil
}

type meter struct {
	fragments                                 ast.FragmentDefinitionList
	open                                      map[string]bool                  // fragments being walked, where a cycle ends
	used                                      map[*ast.FragmentDefinition]bool // all met
	depth, aliases, directives, roots, fields int
	steps                                     int
	mutation, introspects                     bool
}

// walk stops at the limits, so that fragments that multiply cost no more than they may.
func (m *meter) walk(selections ast.SelectionSet, depth int, root bool) {
	m.depth = max(m.depth, depth)
	for _, s := range selections {
		m.steps++
		if m.depth > mostDepth || m.fields > mostFields || m.steps > 4*mostTokens {
			m.fields = max(m.fields, mostFields+1)
			return
		}
		switch s := s.(type) {
		case *ast.Field:
			m.field(s, depth, root)
		case *ast.InlineFragment:
			m.directives += len(s.Directives)
			m.walk(s.SelectionSet, depth+1, root)
		case *ast.FragmentSpread:
			m.directives += len(s.Directives)
			if f := m.fragments.ForName(s.Name); f != nil && !m.open[s.Name] {
				m.open[s.Name], m.used[f] = true, true
				m.walk(f.SelectionSet, depth, root)
				delete(m.open, s.Name)
			}
		}
	}
}

func (m *meter) field(f *ast.Field, depth int, root bool) {
	m.fields++
	m.introspects = m.introspects || f.Name == "__schema" || f.Name == "__type"
	m.directives += len(f.Directives)
	if f.Alias != "" && f.Alias != f.Name {
		m.aliases++
	}
	if root && m.mutation {
		m.roots++
	}
	if len(f.SelectionSet) > 0 {
		m.walk(f.SelectionSet, depth+1, false)
	}
}
