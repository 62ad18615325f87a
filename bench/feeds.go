package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"linli/bench/watch"
)

// feed is a way to hand the same counts on, as a program of its own: bench/peers/….
type feed struct {
	name, title string
	program     string // empty: it cannot be built here
	dialect     func(id func(i int) string) *watch.Dialect
}

// buildFeeds builds them below .tools.
func buildFeeds(ctx context.Context) ([]*feed, error) {
	all := []*feed{
		{name: "gorilla", title: "raw gorilla, prepared message", dialect: func(func(int) string) *watch.Dialect { return watch.Plain("/graphql", confirmed) }},
		{name: "centrifuge", title: "centrifuge, JSON", dialect: func(func(int) string) *watch.Dialect { return watch.Centrifuge("/graphql", "counts", confirmed) }},
		{name: "gqlgen", title: "gqlgen's stock transport", dialect: func(id func(int) string) *watch.Dialect {
			return watch.Subscription{Path: "/graphql", Query: liveCounts, Mark: confirmed, ID: id, Variables: func(int) string { return `{"eventId":"e"}` }}.Dialect()
		}},
	}
	for _, f := range all {
		path, err := filepath.Abs(filepath.Join(".tools", "peers", f.name))
		if err != nil {
			return nil, err
		}
		if err := quietly(exec.CommandContext(ctx, "go", "-C", "bench", "build", "-o", path, "./peers/"+f.name)); err != nil {
			progress("no %s: %v", f.name, err)
			f.title += " (cannot be built here)"
			continue
		}
		f.program = path
	}
	return all, nil
}

// stage starts it; it publishes the next counts when it is asked to by HTTP.
func (f *feed) stage(ctx context.Context) (*stage, error) {
	ports, err := freePorts(ctx, 1)
	if err != nil {
		return nil, err
	}
	address := "127.0.0.1:" + ports[0]
	cmd := exec.CommandContext(ctx, f.program)
	cmd.Env = append(os.Environ(), "PEER_ADDRESS="+address)
	running, err := launch(cmd)
	if err != nil {
		return nil, err
	}
	p, err := firstPhone(ctx, address, running)
	if err != nil {
		running.kill()
		return nil, fmt.Errorf("%s: %w: %.500s", f.name, err, running.said.Bytes())
	}
	return &stage{
		pid: running.pid, address: address, collect: collecting(address), dialect: f.dialect, mark: 1,
		change: func() error {
			status, answer, err := p.post("/publish", "", nil)
			if err == nil && status != 204 {
				err = fmt.Errorf("HTTP %d: %.300s", status, answer)
			}
			return err
		},
		stop: func() { p.close(); running.kill() },
	}, nil
}

// firstPhone connects as soon as the server listens.
func firstPhone(ctx context.Context, address string, running *process) (*phone, error) {
	for {
		if p, err := newPhone(ctx, "http://"+address); err == nil {
			return p, nil
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-running.exited:
			return nil, errors.New("it ended while starting")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
