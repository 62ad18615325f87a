package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"
)

type requestKey struct{}

// requestID is the id under which a request is in the log; "" outside of one.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// logged gives each request an id and writes one line about it: no address, no person, no query, and a path only of a
// route of ours.
func (s *Site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := strings.ToLower(rand.Text()[:12])
		w.Header().Set("X-Request-Id", id)
		watched := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(watched, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
		level := slog.LevelDebug
		s.requests.Add(1)
		if watched.Status() >= http.StatusInternalServerError {
			s.failed.Add(1)
			level = slog.LevelWarn
		}
		slog.Log(r.Context(), level, "request", "request_id", id, "method", method(r), "route", route(r),
			"status", watched.Status(), "bytes", watched.BytesWritten(), "ms", time.Since(began).Milliseconds())
	})
}

func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return r.Method
	}
	return "other"
}

func route(r *http.Request) string {
	switch path := r.URL.Path; {
	case path == "/graphql", path == "/healthz", path == "/readyz":
		return path
	case strings.HasPrefix(path, "/exports/"):
		return "/exports"
	case strings.HasPrefix(path, "/files/"):
		return "/files"
	}
	return "/"
}

// recovered answers a panic with an id that is in the log, and the server lives on.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			id := requestID(r.Context())
			slog.ErrorContext(r.Context(), "panic", "request_id", id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			plain(w, http.StatusInternalServerError, "Something went wrong on our side. If it stays so, quote this number: "+id+"\n")
		}()
		next.ServeHTTP(w, r)
	})
}
