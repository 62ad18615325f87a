package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
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

func (h *home) environment(address, demo string) []string {
	env := []string{"LINLI_ADDR=" + address, "LINLI_DATA=" + h.folder, "DATABASE_URL=" + h.database, "LINLI_MODE=production",
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
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, 0, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, 0, err
	}
	out, err := os.OpenFile(filepath.Join(h.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = out.Close() }()
	s := &server{home: h, url: "http://" + address, exited: make(chan struct{})}
	s.cmd = exec.Command(h.binary)
	s.cmd.Dir, s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr = h.folder, h.environment(address, demo), out, out
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

// resident is the memory that the process holds, in bytes.
func (s *server) resident() int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
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
