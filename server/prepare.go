package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"linli/server/demo"
	"linli/server/viewer"
)

// logger writes what happens: text for developers, JSON for machines.
func (c *Config) logger(w io.Writer) *slog.Logger {
	if c.Development() {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}

// prepare fills an empty database if asked to, brings the roll-ups in step with what happened while the program did not run,
// and tells whoever started it what he needs to know.
func (p *program) prepare(ctx context.Context, out *console) error {
	if p.config.Demo != "none" {
		if err := p.prepareDemo(ctx, out); err != nil {
			return err
		}
	} else if link, ok, err := p.auth.OpenSetup(ctx); err != nil {
		return err
	} else if ok {
		out.say("\n  This database is empty. Found your community with this link, once:\n  %s\n", link)
	}
	if err := p.rollUps.CatchUp(ctx); err != nil {
		return fmt.Errorf("the roll-ups: %w", err)
	}
	if !p.config.Development() && p.config.SMSURL == "" {
		slog.Warn("there is no SMS gateway (LINLI_SMS_URL): people sign in with invitation cards")
	}
	if p.config.Development() {
		out.say("%s", p.greeting())
	}
	return nil
}

func (p *program) prepareDemo(ctx context.Context, out *console) error {
	if !p.config.Development() {
		slog.Warn("LINLI_DEMO is set: everybody can sign in as an invented person; not for a real community")
	}
	empty, err := p.empty(ctx)
	if err == nil && empty {
		err = demo.Load(ctx, p.store, p.keys, demo.Options{Size: p.config.Demo, Progress: out.err})
	}
	if err != nil && !errors.Is(err, demo.ErrNotEmpty) { // another replica may have been first
		return fmt.Errorf("loading the demo: %w", err)
	}
	age, err := demo.Age(ctx, p.store)
	if days := int(age / (24 * time.Hour)); err == nil && days > 0 {
		slog.Warn("the demo's events were laid around the day it was loaded; `make demo` reloads it", "days_old", days)
	}
	return err
}

// empty tells whether there is no community yet.
func (p *program) empty(ctx context.Context) (bool, error) {
	there, err := p.store.Client().Community.Query().Exist(viewer.Internal(ctx))
	return !there, err
}

// greeting tells a developer where it runs and how to be each of the three people.
func (p *program) greeting() string {
	text := "\n  Linli runs on " + p.config.URL + "   (API explorer: " + p.config.URL + "/explorer)\n"
	if p.config.Demo == "none" {
		return text
	}
	return text + `
  Log in with a phone number; the code is shown here in the log.
    13800000001  a volunteer, who may act for a parent and a child
    13800000002  a team lead with an event running now and one tomorrow
    13800000003  the community's secretary
`
}
