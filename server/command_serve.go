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
	"linli/server/auth"
	"linli/server/calendar"
	"linli/server/device"
	"linli/server/door"
	"linli/server/event"
	"linli/server/jobs"
	"linli/server/notice"
	"linli/server/org"
	"linli/server/roster"
	"linli/server/sms"
	"linli/server/web"
)

// serve runs until ctx ends, then lets running requests finish.
func serve(ctx context.Context, c *Config, rest []string, out *console) error {
	if err := none(rest); err != nil {
		return err
	}
	slog.SetDefault(c.logger(out.err))
	giveRoom()
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
	defer inBackground(p.presence.Run)()
	server := site.Server()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	background, stop := context.WithCancel(ctx)
	defer stop()
	if err := errors.Join(p.serveMetrics(background, site), p.prepare(background, out)); err != nil {
		return errors.Join(err, server.Close())
	}
	loaded.Store(true)
	endJobs := inBackground(func(ctx context.Context) { jobs.Run(ctx, p.jobs()) })
	defer endJobs()
	slog.Info("ready", "address", c.URL, "database", p.store.Dialect, "mode", c.Mode)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping")
	endJobs()
	return p.shutDown(server, site)
}

// shutDown takes no new connection, tells the sockets, lets running requests finish, and then the changes of rosters whose
// requests have gone, in less than ten seconds.
func (p *program) shutDown(server *http.Server, site *web.Site) error {
	ctx, cancel := context.WithTimeout(context.Background(), 7*time.Second)
	defer cancel()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		site.Drain(ctx)
	}()
	err := server.Shutdown(ctx)
	<-drained
	if err != nil {
		err = errors.Join(errors.New("some requests did not finish in time"), server.Close())
	}
	ctx, cancel = context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if p.rosters.Drain(ctx) != nil {
		err = errors.Join(err, errors.New("some changes of rosters did not finish in time"))
	}
	return err
}

// inBackground runs work until the function that it answers is called, which waits for its end.
func inBackground(work func(context.Context)) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(ctx)
	}()
	return func() { cancel(); <-done }
}

// jobs is what the clock works with.
func (p *program) jobs() jobs.Config {
	c := jobs.Config{Store: p.store, Rosters: p.rosters, Doors: p.doors, RollUps: p.rollUps, Keys: p.keys, URL: p.config.URL}
	if p.config.SMSURL != "" {
		c.Sender = sms.NewGateway(p.config.SMSURL)
	}
	return c
}

// site wires the areas to the API and the API to the web.
func (p *program) site(loaded *atomic.Bool) (*web.Site, error) {
	proxies, err := p.config.networks()
	if err != nil {
		return nil, err
	}
	batch, _ := strconv.Atoi(p.config.Batch) // it was checked
	p.rosters = roster.New(p.store, p.keys, roster.Options{Batch: batch})
	p.presence = auth.NewPresence(p.store)
	p.doors = door.New(p.store, p.keys, p.rosters, p.config.RateLimits == "on")
	resolver := &graph.Resolver{
		Org: org.New(p.store, p.keys), Events: event.New(p.store, p.rosters), Rosters: p.rosters, Door: p.doors, Auth: p.auth, Inbox: notice.New(p.store),
		Tickets: p.rosters.Tickets(), Devices: device.New(p.store, p.doors, p.config.URL), Calendars: calendar.New(p.store, p.config.URL), Hub: p.store.Hub,
	}
	return web.New(web.Config{
		Resolver: resolver, Hub: p.store.Hub, Viewer: p.auth.Viewer, Pages: p.presence, Files: pwa.Files(),
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
