package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/server/fault"
	"linli/server/store"
)

// Present turns every failure into what the API shows, and nothing else reaches a client:
//
//	fault.Error                            its code, message, field, reason, details
//	a document that does not parse or fit  BAD_USER_INPUT, the rule and the place, never the text
//	a value that does not fit              BAD_USER_INPUT with the argument as field
//	no way to the database                 INTERNAL with reason DATABASE_AWAY and when to try again
//	anything else                          INTERNAL with an id, under which it is in the log
func Present(ctx context.Context, err error) *gqlerror.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return shown(ctx, err, f)
	}
	var g *gqlerror.Error
	if !errors.As(err, &g) {
		return internal(ctx, err)
	}
	code, _ := g.Extensions["code"].(string)
	switch {
	case code == errcode.ParseFailed, code == errcode.ValidationFailed && g.Rule != "":
		out := refusal("The document is not valid.", g)
		if g.Rule != "" {
			out.Extensions["rule"] = g.Rule
		}
		return out
	case code == errcode.ValidationFailed:
		out := refusal("A variable does not fit.", g)
		if field := variableField(ctx, g.Path); field != "" {
			out.Extensions["field"] = field
		}
		return out
	case len(g.Path) > len(graphql.GetPath(ctx)): // deeper than the field that is resolved: one of its arguments
		out := refusal("An argument does not fit.", g)
		out.Extensions["field"] = argumentField(g.Path[len(graphql.GetPath(ctx)):])
		out.Path = graphql.GetPath(ctx)
		return out
	}
	return internal(ctx, err)
}

// Recover turns a panic of a resolver into an error that Present logs.
func Recover(_ context.Context, p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

func shown(ctx context.Context, err error, f *fault.Error) *gqlerror.Error {
	if f.Code == fault.Internal {
		return internal(ctx, err)
	}
	out := &gqlerror.Error{Message: f.Message, Path: path(ctx), Extensions: map[string]any{"code": string(f.Code)}}
	var g *gqlerror.Error
	if errors.As(err, &g) {
		out.Locations = g.Locations
	}
	for key, value := range f.Details {
		out.Extensions[key] = value
	}
	field := f.Field
	if field == "" && f.Code == fault.NotFound {
		field = onlyID(ctx)
	}
	if field != "" {
		out.Extensions["field"] = field
	}
	if f.Reason != "" {
		out.Extensions["reason"] = f.Reason
	}
	if f.RetryAfter > 0 {
		out.Extensions["retryAfter"] = int(math.Ceil(f.RetryAfter.Seconds()))
	}
	return out
}

func refusal(message string, g *gqlerror.Error) *gqlerror.Error {
	out := &gqlerror.Error{Message: message, Extensions: map[string]any{"code": string(fault.BadInput)}}
	if len(g.Locations) > 0 && g.Locations[0].Line > 0 {
		out.Locations = g.Locations[:1]
	}
	return out
}

func internal(ctx context.Context, err error) *gqlerror.Error {
	id := strings.ToLower(rand.Text()[:12])
	message := "Something went wrong on our side; please try again. If it stays so, quote this number: " + id
	out := &gqlerror.Error{Path: path(ctx), Extensions: map[string]any{"code": string(fault.Internal), "id": id}}
	switch {
	case store.Away(err):
		message = "The database does not answer just now; please try again in a moment. If it stays so, quote this number: " + id
		out.Extensions["reason"], out.Extensions["retryAfter"] = "DATABASE_AWAY", int(databaseBack.Seconds())
		slog.WarnContext(ctx, "no database", "error_id", id, "path", path(ctx).String(), "err", err)
	case errors.Is(err, context.Canceled): // whoever asked has gone
	case errors.Is(err, context.DeadlineExceeded):
		message = "This took too long; please try again. If it stays so, quote this number: " + id
		slog.WarnContext(ctx, "request took too long", "error_id", id, "path", path(ctx).String())
	default:
		slog.ErrorContext(ctx, "request failed", "error_id", id, "path", path(ctx).String(), "err", err)
	}
	out.Message = message
	return out
}

// databaseBack is how long a database that was restarted takes to answer again.
const databaseBack = 2 * time.Second

func path(ctx context.Context) ast.Path { return graphql.GetPath(ctx) }
