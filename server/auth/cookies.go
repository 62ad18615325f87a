package auth

import (
	"context"
	"time"
)

// CookieJar is how a browser keeps its token; the web layer puts one into the context of a request that has an answer's
// headers still to write.
type CookieJar interface {
	Set(token string, expires time.Time)
	Clear()
}

type jarKey struct{}

// WithCookies gives the verbs that sign in and out the jar of this request.
func WithCookies(ctx context.Context, jar CookieJar) context.Context {
	return context.WithValue(ctx, jarKey{}, jar)
}

func setCookie(ctx context.Context, in *SignedIn) {
	if jar, ok := ctx.Value(jarKey{}).(CookieJar); ok {
		jar.Set(in.Token, in.ExpiresAt)
	}
}

func clearCookie(ctx context.Context) {
	if jar, ok := ctx.Value(jarKey{}).(CookieJar); ok {
		jar.Clear()
	}
}
