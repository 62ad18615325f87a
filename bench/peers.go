package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"linli/bench/watch"
)

// peer is what one would pick instead: the same 6,000 sign-ups by the same phones, without our session, queue, key, audit.
type peer struct {
	name, title string
	start       func(ctx context.Context, b *bench, at place) (cmd *exec.Cmd, forget func(), err error)
	path        string
	body        func(member int) []byte
	admitted    string // what an answer that gives a place holds
	watch       func(ctx context.Context, url string) *watch.Dialect
}

// place is where a peer runs.
type place struct {
	folder, port string
	live         bool // somebody watches
}

// node is the version that PostGraphile is measured on where the machine has none that is new enough.
const node = "22.23.3"

// findPeers builds and installs them below .tools; one that cannot be had here is left out, and the table says so.
func findPeers(ctx context.Context) (found []*peer) {
	if path, err := buildPocketBase(ctx); err != nil {
		progress("no PocketBase: %v", err)
		found = append(found, &peer{name: "PocketBase", title: "PocketBase (cannot be built here)"})
	} else {
		found = append(found, pocketBase(path))
	}
	if program, err := installPostGraphile(ctx); err != nil {
		progress("no PostGraphile: %v", err)
		found = append(found, &peer{name: "PostGraphile", title: "PostGraphile (needs Node 22, not here)"})
	} else {
		found = append(found, postGraphile(program))
	}
	return found
}

func buildPocketBase(ctx context.Context) (string, error) {
	path, err := filepath.Abs(filepath.Join(".tools", "peers", "pocketbase"))
	if err != nil {
		return "", err
	}
	return path, quietly(exec.CommandContext(ctx, "go", "-C", filepath.Join("bench", "peers", "pocketbase"), "build", "-o", path, "."))
}

func pocketBase(program string) *peer {
	return &peer{
		name: "PocketBase", title: "PocketBase, flushing each commit", path: "/api/collections/signups/records", admitted: `"member"`,
		body: func(member int) []byte {
			return fmt.Appendf(nil, `{"event":"event0000000001","member":"m%06d"}`, member)
		},
		start: func(ctx context.Context, _ *bench, at place) (*exec.Cmd, func(), error) {
			cmd := exec.CommandContext(ctx, program, "serve", "--http", "127.0.0.1:"+at.port)
			cmd.Env = append(os.Environ(), "PEER_DATA="+at.folder)
			return cmd, func() {}, nil
		},
		watch: watchPocketBase,
	}
}

// installPostGraphile installs it and, where the machine's Node is too old, a newer one, and returns how it is run.
func installPostGraphile(ctx context.Context) ([]string, error) {
	folder, err := filepath.Abs(filepath.Join(".tools", "peers", "postgraphile"))
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"graphile.config.mjs", "package.json", "schema.sql", "live.sql"} {
		if err := copyInto(folder, filepath.Join("bench", "peers", "postgraphile", name)); err != nil {
			return nil, err
		}
	}
	install := []string{"install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock", "--no-save"}
	run := "node"
	raw, _ := exec.CommandContext(ctx, "node", "-p", "process.versions.node.split('.')[0]").Output()
	if major, _ := strconv.Atoi(strings.TrimSpace(string(raw))); major < 22 {
		name := "node-" + runtime.GOOS + "-" + map[string]string{"amd64": "x64"}[runtime.GOARCH]
		if runtime.GOARCH != "amd64" {
			name += runtime.GOARCH
		}
		install = append(install, name+"@"+node)
		run = filepath.Join(folder, "node_modules", name, "bin", "node")
	}
	program := filepath.Join(folder, "node_modules", "postgraphile", "dist", "cli-run.js")
	if _, there := os.Stat(program); there != nil || run != "node" && exec.CommandContext(ctx, run, "-v").Run() != nil {
		if err := quietly(exec.CommandContext(ctx, "npm", install...)); err != nil {
			return nil, err
		}
	}
	return []string{run, "--expose-gc", program, "-C", "graphile.config.mjs"}, nil
}

func postGraphile(program []string) *peer {
	const document = `mutation($m: String!) { signUp(input: {eventId: 1, member: $m}) { result { rowId } } }`
	return &peer{
		name: "PostGraphile", title: "PostGraphile", path: "/graphql", admitted: `"result":{"rowId"`,
		body: func(member int) []byte {
			return fmt.Appendf(nil, `{"query":%q,"variables":{"m":"m%06d"}}`, document, member)
		},
		start: func(ctx context.Context, b *bench, at place) (*exec.Cmd, func(), error) {
			h, forget, err := b.home(ctx, "postgres")
			if err != nil {
				return nil, nil, err
			}
			folder := filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(program[2]))))
			files := []string{"schema.sql"}
			if at.live {
				files = append(files, "live.sql")
			}
			for _, file := range files {
				if err := statements(ctx, h.database, filepath.Join(folder, file)); err != nil {
					forget()
					return nil, nil, err
				}
			}
			cmd := exec.CommandContext(ctx, program[0], program[1:]...)
			cmd.Dir, cmd.Env = folder, append(os.Environ(), "GRAPHILE_ENV=production", "DATABASE_URL="+h.database, "PORT="+at.port)
			return cmd, forget, nil
		},
		watch: watchPostGraphile,
	}
}

// rush starts the peer on fresh data and lets everybody sign up.
func (p *peer) rush(ctx context.Context, b *bench) (*rushed, error) {
	if p.start == nil {
		return nil, nil
	}
	r, err := p.run(ctx, b, false)
	if err != nil {
		return nil, err
	}
	defer r.stop()
	return rush(ctx, "http://"+r.address, demand{n: members}, p.signUp)
}

func (p *peer) signUp(phone *phone, i int) error {
	status, answer, err := phone.post(p.path, "", p.body(i))
	if err == nil && !bytes.Contains(answer, []byte(p.admitted)) {
		err = fmt.Errorf("HTTP %d: %.300s", status, answer)
	}
	return err
}

// running is a peer that answers.
type running struct {
	*process
	address string
	stop    func()
}

// run starts the peer on fresh data.
func (p *peer) run(ctx context.Context, b *bench, live bool) (*running, error) {
	folder, err := os.MkdirTemp("", "linli-peer")
	if err != nil {
		return nil, err
	}
	ports, err := freePorts(ctx, 1)
	if err != nil {
		return nil, err
	}
	cmd, forget, err := p.start(ctx, b, place{folder, ports[0], live})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	r := &running{address: "127.0.0.1:" + ports[0]}
	r.stop = func() {
		if r.process != nil {
			r.kill()
		}
		forget()
		_ = os.RemoveAll(folder)
	}
	if r.process, err = launch(cmd); err == nil {
		err = p.warm(ctx, "http://"+r.address, r.exited)
	}
	if err != nil {
		r.stop()
		if r.process != nil {
			err = fmt.Errorf("%w: %.500s", err, r.said.Bytes())
		}
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	return r, nil
}

// warm waits until the peer answers; a request that is not understood leaves its data as it is.
func (p *peer) warm(ctx context.Context, url string, exited chan struct{}) error {
	for {
		if one, err := newPhone(ctx, url); err == nil {
			_, _, err = one.post(p.path, "", []byte(`{"query":"{__typename}"}`))
			one.close()
			if err == nil {
				return nil
			}
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-exited:
			return errors.New("it ended while starting")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// freePorts are ports of this machine that nobody listens on.
func freePorts(ctx context.Context, n int) (ports []string, err error) {
	for range n {
		l, failed := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
		if failed != nil {
			return nil, errors.Join(err, failed)
		}
		defer func() { err = errors.Join(err, l.Close()) }()
		_, port, failed := net.SplitHostPort(l.Addr().String())
		ports, err = append(ports, port), errors.Join(err, failed)
	}
	return ports, err
}

// statements runs a file of SQL.
func statements(ctx context.Context, database, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	pool, err := sql.Open("postgres", database)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, string(text))
	return errors.Join(err, pool.Close())
}

// quietly runs a command and shows what it said only when it fails.
func quietly(cmd *exec.Cmd) error {
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %.500s", err, out)
	}
	return nil
}

// copyInto puts a copy of a file into a folder.
func copyInto(folder, file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(folder, 0o755), os.WriteFile(filepath.Join(folder, filepath.Base(file)), raw, 0o600))
}
