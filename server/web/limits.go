package web

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"

	"linli/server/fault"
)

// The limits of a document. They act before validation, which is quadratic in the size of a selection.
const (
	mostQuery      = 32 << 10
	mostTokens     = 2_000
	mostDepth      = 15
	mostAliases    = 30
	mostDirectives = 50
	mostMutations  = 5
	mostFields     = 500
	mostOperations = 20
)

// documentLimits looks at each document once; those in the cache of valid ones have passed.
type documentLimits struct {
	introspection bool
	passed        graphql.Cache[*ast.QueryDocument]
}

func (*documentLimits) ExtensionName() string                   { return "documentLimits" }
func (*documentLimits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses a document beyond the limits with TOO_COMPLEX, and one that does not parse.
func (l *documentLimits) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if len(p.Query) > mostQuery {
		return tooComplex("A document may have at most %d bytes.", mostQuery)
	}
	if _, ok := l.passed.Get(ctx, p.Query); ok {
		return nil
	}
	if tokens(p.Query) > mostTokens {
		return tooComplex("A document may have at most %d words and signs.", mostTokens)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.Query}, mostTokens)
	if err != nil {
		var g *gqlerror.Error
		if !errors.As(err, &g) {
			g = gqlerror.Errorf("parse error")
		}
		errcode.Set(g, errcode.ParseFailed)
		return g
	}
	return l.measure(doc)
}

// tokens counts words and signs up to one more than a document may have; what cannot be read is left to the parser,
// which says where.
func tokens(query string) int {
	l := lexer.New(&ast.Source{Input: query})
	for n := 0; ; n++ {
		t, err := l.ReadToken()
		if err != nil || t.Kind == lexer.EOF || n > mostTokens {
			return n
		}
	}
}

func tooComplex(format string, args ...any) *gqlerror.Error {
	return gqlerror.Wrap(fault.New(fault.TooComplex, format, args...))
}
