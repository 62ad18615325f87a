// Package web is how the world reaches the program: GraphQL over POST and websocket, the front end, the export, health.
package web

import (
	"context"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql/executor"

	"linli/graph"
	"linli/server/live"
	"linli/server/viewer"
)

// Config is what the site needs.
type Config struct {
	Resolver *graph.Resolver
	Hub      *live.Hub
	// Viewer tells whose session a token is; UNAUTHENTICATED for one that is unknown, expired or revoked.
	Viewer func(ctx context.Context, token string) (*viewer.Viewer, error)
	// Pages is told which sessions have a page open; nil: nobody asks.
	Pages Pages
	// Ready answers nil when requests can be served, else why not.
	Ready func(ctx context.Context) error
	// Files is the built front end.
	Files fs.FS
	// URL is the public base, without a slash at its end.
	URL string
	// Origins are further origins that browsers may call from; Proxies those whose forwarded address is believed.
	Origins []string
	Proxies []netip.Prefix
	// Development adds the explorer; Introspection lets the API describe itself; Limits switches the throttles on.
	Development, Introspection, Limits bool
}

// Pages hears of the sockets of signed-in people; both must be quick.
type Pages interface {
	Opened(sessionID string)
	Closed(sessionID string)
}

// Site serves everything; it is an http.Handler.
type Site struct {
	Config
	exec    *executor.Executor
	sockets *sockets
	streams *streams
	turns   *turns // of readings
	looks   *turns // of looks at who is behind a socket, which no crowd of readings may hold up
	budget  budget
	limits  throttles
	cross   *http.CrossOriginProtection
	assets  *assets
	handler http.Handler

	requests, failed atomic.Uint64
}

// New prepares the site; it fails when the front end's files cannot be read or an origin is malformed.
func New(c Config) (*Site, error) {
	files, err := loadAssets(c.Files)
	if err != nil {
		return nil, err
	}
	s := &Site{Config: c, assets: files, limits: newThrottles(c.Limits), cross: http.NewCrossOriginProtection()}
	for _, origin := range append([]string{c.URL}, c.Origins...) {
		if err := s.cross.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	s.exec = newExecutor(c)
	s.sockets, s.turns, s.looks = newSockets(s), newTurns(), newTurns()
	s.streams = &streams{site: s, all: map[string]*stream{}, opened: map[string]int{}}
	s.handler = s.router()
	return s, nil
}

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Drain closes every socket with 1012 and refuses new ones; it waits until the close frames are out, or ctx ends.
func (s *Site) Drain(ctx context.Context) { s.sockets.drain(ctx) }

// Figures are how many requests were answered, how many of them with a failure of ours, and how many sockets are open.
func (s *Site) Figures() (requests, failed, sockets uint64) {
	return s.requests.Load(), s.failed.Load(), s.sockets.number()
}

// Server gives the site an HTTP server whose limits keep slow and oversized requests away.
func (s *Site) Server() *http.Server {
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       75 * time.Second,
		MaxHeaderBytes:    12 << 10, // net/http adds 4 KiB of its own
	}
}

func (s *Site) secure() bool { return strings.HasPrefix(s.URL, "https://") }

// allows tells whether a browser's page of this origin may open a socket; other clients send none.
func (s *Site) allows(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	if strings.EqualFold(u.Host, r.Host) || strings.EqualFold(origin, s.URL) {
		return true
	}
	for _, o := range s.Origins {
		if strings.EqualFold(origin, strings.TrimSuffix(o, "/")) {
			return true
		}
	}
	return false
}
