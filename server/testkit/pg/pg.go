// Package pg starts a private PostgreSQL for tests, measurements and for writing migrations: from programs on the machine,
// or from the npm package that carries them.
package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	_ "github.com/lib/pq" // to see when it answers
)

// Server is a running PostgreSQL that is reached by a socket in its own folder.
type Server struct {
	folder, bin string
	settings    []string
	cmd         *exec.Cmd
	exited      chan struct{}
}

// hasty turns durability off: for tests of behaviour, not of speed.
var hasty = []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}

// Start makes a fresh cluster in a temporary folder and starts it, without durability; it ends with Stop or with this
// process.
func Start() (*Server, error) { return start(hasty) }

// StartDurable is Start with PostgreSQL's own settings, fsync included: what measurements need.
func StartDurable() (*Server, error) { return start(nil) }

func start(settings []string) (*Server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "linli-pg")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, bin: bin, settings: settings}
	if err := s.begin(); err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	return s, s.ready()
}

func (s *Server) begin() error {
	who := identity()
	if who != nil {
		if err := os.Chown(s.folder, int(who.Uid), int(who.Gid)); err != nil {
			return err
		}
	}
	var err error
	if s.bin, err = reachable(s.bin, filepath.Join(s.folder, "native"), who); err != nil {
		return err
	}
	data := filepath.Join(s.folder, "data")
	setUp := program(who, s.bin, "initdb", "-D", data, "-U", "linli", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := setUp.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	s.settings = append([]string{"-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories=" + s.folder,
		"-c", "max_connections=300", "-c", "log_min_messages=fatal"}, s.settings...)
	return s.run()
}

// Crash ends it at once, with everything it is doing and without tidying up, and starts it again.
func (s *Server) Crash() error {
	if err := s.cmd.Process.Signal(syscall.SIGQUIT); err != nil { // as pg_ctl's immediate mode
		return err
	}
	<-s.exited
	if err := s.run(); err != nil {
		return err
	}
	return s.ready()
}

// run starts it from a thread of its own that stays: on Linux it is told to end when the thread that began it does.
func (s *Server) run() error {
	s.cmd, s.exited = program(identity(), s.bin, "postgres", s.settings...), make(chan struct{})
	cmd, exited, begun := s.cmd, s.exited, make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		begun <- err
		if err == nil {
			_ = cmd.Wait()
			close(exited)
		}
	}()
	return <-begun
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
