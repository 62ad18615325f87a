package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"time"

	"linli/server/demo"
)

func migrate(ctx context.Context, c *Config, rest []string, out *console) error {
	if err := none(rest); err != nil {
		return err
	}
	unlock, err := c.lock()
	if err != nil {
		return err
	}
	defer unlock()
	p, err := c.open(ctx, false)
	if err != nil {
		return err
	}
	defer p.close()
	applied, err := p.migrate(ctx)
	if err != nil {
		return err
	}
	out.say("the database is up to date, %d migrations applied", applied)
	return nil
}

func loadDemo(set *flag.FlagSet) action {
	size := set.String("size", "full", "small or full")
	reload := set.Bool("reload", false, "replaces the demo that is there")
	return func(ctx context.Context, c *Config, rest []string, out *console) error {
		if err := none(rest); err != nil {
			return err
		}
		if *size != "small" && *size != "full" {
			return usage("demo: -size is small or full, not %q", *size)
		}
		unlock, err := c.lock()
		if err != nil {
			return err
		}
		defer unlock()
		p, err := c.open(ctx, false)
		if err != nil {
			return err
		}
		defer p.close()
		if _, err := p.migrate(ctx); err != nil {
			return err
		}
		err = demo.Load(ctx, p.store, p.keys, demo.Options{Size: *size, Reload: *reload, Progress: out.err})
		if errors.Is(err, demo.ErrNotEmpty) && !*reload {
			return fmt.Errorf("%w (-reload replaces a demo)", err)
		}
		return err
	}
}

func backup(ctx context.Context, c *Config, rest []string, out *console) error {
	if len(rest) != 1 {
		return usage("backup needs one FILE to write")
	}
	if c.DatabaseURL != "" {
		return usage("backup is for the embedded database; use pg_dump for PostgreSQL")
	}
	if _, err := os.Stat(rest[0]); !errors.Is(err, fs.ErrNotExist) {
		return usage("backup: the file is there already")
	}
	return c.beside(ctx, func(p *program) error {
		if err := p.checkKeys(ctx); err != nil {
			return err
		}
		if err := p.store.Backup(ctx, rest[0]); err != nil {
			return err
		}
		out.say("the database is copied; keep the keys (%s) with it", c.Keys)
		return nil
	})
}

// healthcheck is for a container without a shell: exit 0 when the server on LINLI_ADDR is ready.
func healthcheck(ctx context.Context, c *Config, rest []string, _ *console) error {
	if err := none(rest); err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(reachable(host), port)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return errors.New("the server does not answer")
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return errors.New("the server is not ready")
	}
	return nil
}
