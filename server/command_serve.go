package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"linli/graph"
	"linli/pwa"
	"linli/server/door"
	"linli/server/event"
	"linli/server/jobs"
	"linli/server/notice"
	"linli/server/org"
	"linli/server/roster"
	"linli/server/web"
)

// serve runs until ctx ends, then lets running requests finish.
func serve(ctx context.Context, c *Config, rest []string, out *console) error {
	if err := none(rest); err != nil {
		return err
	}
	slog.SetDefault(c.logger(out.err))
	unlock, err := c.lock()
	if err != nil {
		return err
	}
	defer unlock()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return err
	}
	p, err := c.open(ctx, true)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.close()
	if _, err := p.migrate(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	var loaded atomic.Bool
	site, err := p.site(&loaded)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := site.Server()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	background, stop := context.WithCancel(ctx)
	defer stop()
	if err := errors.Join(c.serveMetrics(background, site), p.prepare(background, out)); err != nil {
		return errors.Join(err, server.Close())
	}
	loaded.Store(true)
	work := make(chan struct{})
	go func() {
		defer close(work)
		jobs.Run(background, p.store)
	}()
	defer func() { stop(); <-work }()
	slog.Info("ready", "address", c.URL, "database", p.store.Dialect, "mode", c.Mode)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping")
	return shutDown(server, site)
}

// shutDown takes no new connection, tells the sockets, and lets running requests finish, in less than ten seconds.
func shutDown(server *http.Server, site *web.Site) error {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		site.Drain(ctx)
	}()
	err := server.Shutdown(ctx)
	<-drained
	if err != nil {
		return errors.Join(errors.New("some requests did not finish in time"), server.Close())
	}
	return nil
}

// site wires the areas to the API and the API to the web.
func (p *program) site(loaded *atomic.Bool) (*web.Site, error) {
	proxies, err := p.config.networks()
	if err != nil {
		return nil, err
	}
	batch, _ := strconv.Atoi(p.config.Batch) // it was checked
	rosters := roster.New(p.store, p.keys, roster.Options{Batch: batch})
	resolver := &graph.Resolver{
		Org: org.New(p.store, p.keys), Events: event.New(p.store), Rosters: rosters,
		Door: door.New(p.store, p.keys, rosters, p.config.RateLimits == "on"), Auth: p.auth, Inbox: notice.New(p.store), Hub: p.store.Hub,
	}
	return web.New(web.Config{
		Resolver: resolver, Hub: p.store.Hub, Viewer: p.auth.Viewer, Files: pwa.Files(),
		Ready: func(ctx context.Context) error {
			if !loaded.Load() {
				return errors.New("still starting")
			}
			return p.store.Ping(ctx)
		},
		URL: p.config.URL, Origins: list(p.config.Origins), Proxies: proxies, Development: p.config.Development(),
		Introspection: p.config.Introspects(), Limits: p.config.RateLimits == "on",
	})
}
