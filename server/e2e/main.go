// E2e runs a command, the browser tests for one, beside a server of its own: the built program on fresh demo data, in
// development mode, without throttles, on a free port.
//
//	go run ./server/e2e -binary bin/linli -- npm --prefix pwa run e2e
//
// The command finds LINLI_URL, LINLI_BINARY and LINLI_DATA (so that `$LINLI_BINARY token` and `invite` work beside the
// server) and LINLI_LOG, the file where log-in codes appear; also LINLI_REPLICAS_DATABASE, an empty PostgreSQL database for
// replicas that a test starts itself, and LINLI_E2E, this program: `$LINLI_E2E -rows FILE QUERY` reads a server's SQLite file
// past the server. Its exit code is passed on.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	binary := flag.String("binary", "bin/linli", "the built program")
	size := flag.String("demo", "small", "small or full")
	rows := flag.String("rows", "", "a SQLite file that the query after it is put to, instead of running anything")
	flag.Parse()
	if *rows != "" {
		if err := readRows(os.Stdout, *rows, flag.Arg(0)); err != nil {
			log.Fatal("e2e: ", err)
		}
		return
	}
	code, err := beside(*binary, *size, flag.Args())
	if err != nil {
		log.Print("e2e: ", err)
		os.Exit(max(code, 1))
	}
	os.Exit(code)
}

func beside(binary, size string, command []string) (int, error) {
	if len(command) == 0 {
		return 2, errors.New("no command to run")
	}
	folder, err := os.MkdirTemp("", "linli-e2e")
	if err != nil {
		return 1, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := environment(binary, size, folder); err != nil {
		return 1, err
	}
	remove, err := database()
	if err != nil {
		return 1, err
	}
	defer remove()
	server, err := start(folder)
	if err != nil {
		return 1, err
	}
	defer server.stop()
	if err := server.ready(60 * time.Second); err != nil {
		return 1, err
	}
	return run(command)
}

// environment is what the server and the command share.
func environment(binary, size, folder string) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	own, err := os.Executable()
	if err != nil {
		return err
	}
	address, err := freePort()
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"LINLI_ADDR": address, "LINLI_URL": "http://" + address, "LINLI_DATA": folder, "DATABASE_URL": "", "LINLI_MODE": "development",
		"LINLI_DEMO": size, "LINLI_RATE_LIMITS": "off", "LINLI_BINARY": binary, "LINLI_LOG": filepath.Join(folder, "log"),
		"LINLI_E2E": own,
	} {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

func freePort() (string, error) {
	var c net.ListenConfig
	l, err := c.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// server is the running program.
type server struct {
	cmd    *exec.Cmd
	log    string
	exited chan struct{}
}

func start(folder string) (*server, error) {
	s := &server{log: os.Getenv("LINLI_LOG"), exited: make(chan struct{})}
	out, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }()
	s.cmd = exec.CommandContext(context.Background(), os.Getenv("LINLI_BINARY"))
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = folder, out, out
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // ^C is for the command; we end the server afterwards
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = s.cmd.Wait(); close(s.exited) }()
	return s, nil
}

// ready waits until the server answers that its demo is loaded.
func (s *server) ready(most time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if up(ctx, os.Getenv("LINLI_URL")+"/readyz") {
			return nil
		}
		select {
		case <-tick.C:
		case <-s.exited:
			return fmt.Errorf("the server ended while starting:\n%s", s.said())
		case <-ctx.Done():
			return fmt.Errorf("the server was not ready in time:\n%s", s.said())
		}
	}
}

func up(ctx context.Context, url string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

func (s *server) said() []byte {
	text, _ := os.ReadFile(s.log)
	return text
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

// run runs the command with our input and output and answers its exit code.
func run(command []string) (int, error) {
	signals := make(chan os.Signal, 4) // the command hears ^C by itself; we stay to clean up
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	c := exec.CommandContext(context.Background(), command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := c.Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return max(1, failed.ExitCode()), nil
	}
	return 0, err
}
