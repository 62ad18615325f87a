package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/lib/pq" // makes databases
)

// home is a data folder and a database, fresh when made.
type home struct {
	folder, database string
	binary           string
	batch            string // LINLI_BATCH
	address, private string // of the server and its metrics, chosen at the first start
}

var made int

// home makes one; forget removes it.
func (b *bench) home(ctx context.Context, kind string) (h *home, forget func(), err error) {
	binary, err := filepath.Abs(b.binary)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "linli-bench")
	if err != nil {
		return nil, nil, err
	}
	h = &home{folder: folder, binary: binary, batch: "256"}
	forget = func() { _ = os.RemoveAll(folder) }
	if kind != "postgres" {
		return h, forget, nil
	}
	made++
	name := fmt.Sprintf("linli_bench_%d_%d", os.Getpid(), made)
	if err := b.statement(ctx, "CREATE DATABASE "+name); err != nil {
		forget()
		return nil, nil, err
	}
	u, err := url.Parse(b.base)
	if err != nil {
		forget()
		return nil, nil, err
	}
	u.Path = "/" + name
	h.database = u.String()
	return h, func() {
		_ = b.statement(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)")
		_ = os.RemoveAll(folder)
	}, nil
}

func (b *bench) statement(ctx context.Context, text string) error {
	pool, err := sql.Open("postgres", b.base)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, text)
	return errors.Join(err, pool.Close())
}

// server is a running program.
type server struct {
	*home
	cmd    *exec.Cmd
	url    string
	exited chan struct{}
}

func (h *home) environment(demo string) []string {
	env := []string{"LINLI_ADDR=" + h.address, "LINLI_METRICS_ADDR=" + h.private, "LINLI_DATA=" + h.folder, "DATABASE_URL=" + h.database, "LINLI_MODE=production",
		"LINLI_DEMO=" + demo, "LINLI_RATE_LIMITS=off", "LINLI_BATCH=" + h.batch}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "LINLI_") && !strings.HasPrefix(v, "DATABASE_URL=") {
			env = append(env, v)
		}
	}
	return env
}

// start runs the program until its first answered query, and tells how long that took.
func (h *home) start(ctx context.Context, demo, query string) (*server, time.Duration, error) {
	if h.address == "" {
		ports, err := freePorts(ctx, 2)
		if err != nil {
			return nil, 0, err
		}
		h.address, h.private = "127.0.0.1:"+ports[0], "127.0.0.1:"+ports[1]
	}
	out, err := os.OpenFile(filepath.Join(h.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = out.Close() }()
	s := &server{home: h, url: "http://" + h.address, exited: make(chan struct{})}
	s.cmd = exec.Command(h.binary)
	s.cmd.Dir, s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr = h.folder, h.environment(demo), out, out
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, 0, err
	}
	go func() { _ = s.cmd.Wait(); close(s.exited) }()
	if err := s.answers(ctx, query); err != nil {
		s.stop()
		text, _ := os.ReadFile(out.Name())
		return nil, 0, fmt.Errorf("%w\n%s", err, text)
	}
	return s, time.Since(began), nil
}

// answers waits until the server is ready and has answered a query.
func (s *server) answers(ctx context.Context, query string) error {
	c := newClient(s.url, "")
	for {
		if c.ready(ctx) && c.ask(ctx, query, nil, nil) == nil {
			return nil
		}
		select {
		case <-time.After(2 * time.Millisecond):
		case <-s.exited:
			return errors.New("the server ended while starting")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *server) pid() int { return s.cmd.Process.Pid }

// stop ends the server and waits for it.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.exited:
	case <-time.After(15 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.exited
	}
}

// tokens are bearer tokens of the first n demo people, in their order.
func (s *server) tokens(ctx context.Context, n int) ([]string, error) {
	cmd := exec.CommandContext(ctx, s.binary, "token", "-demo", strconv.Itoa(n))
	cmd.Dir, cmd.Env = s.folder, s.cmd.Env
	raw, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var all []string
	for line := range strings.Lines(string(raw)) {
		if _, token, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			all = append(all, token)
		}
	}
	if len(all) != n {
		return nil, fmt.Errorf("%d tokens, asked for %d", len(all), n)
	}
	return all, nil
}

// version is what the PostgreSQL says of itself.
func (b *bench) version(ctx context.Context) string {
	pool, err := sql.Open("postgres", b.base)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = pool.Close() }()
	var version, fsync string
	err = pool.QueryRowContext(ctx, "SELECT current_setting('server_version'), current_setting('fsync')").Scan(&version, &fsync)
	if err != nil {
		return err.Error()
	}
	return version + ", fsync " + fsync
}
