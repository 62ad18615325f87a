package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// binary builds the real program, once.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "linli-binary")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "linli")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return path, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// machine is where the program is started: a data folder and a port.
type machine struct {
	testing.TB
	path, address string
	env           []string
}

func newMachine(t *testing.T, env ...string) *machine {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	return &machine{t, path, address, append([]string{"LINLI_DATA=" + t.TempDir(), "LINLI_ADDR=" + address}, env...)}
}

// command runs a sub-command to its end.
func (m *machine) command(args ...string) (code int, stdout, stderr string) {
	m.Helper()
	var out, errs strings.Builder
	c := exec.Command(m.path, args...)
	c.Env, c.Stdout, c.Stderr = m.env, &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String(), errs.String()
}

// running is a started server and what it has written to stderr.
type running struct {
	*machine
	cmd    *exec.Cmd
	stdout *strings.Builder
	mu     sync.Mutex
	log    strings.Builder
	ended  chan struct{}
}

// serve starts the server and waits until it says that it is ready.
func (m *machine) serve() *running {
	m.Helper()
	r := &running{machine: m, cmd: exec.Command(m.path), stdout: &strings.Builder{}, ended: make(chan struct{})}
	r.cmd.Env, r.cmd.Stdout = m.env, r.stdout
	pipe, err := r.cmd.StderrPipe()
	if err != nil {
		m.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		m.Fatal(err)
	}
	ready := make(chan struct{})
	go r.listen(pipe, ready)
	m.Cleanup(func() { _ = r.cmd.Process.Kill(); <-r.ended })
	select {
	case <-ready:
	case <-r.ended:
		m.Fatalf("it ended: %s", r.said())
	case <-time.After(60 * time.Second):
		m.Fatalf("not ready: %s", r.said())
	}
	return r
}

func (r *running) listen(pipe io.Reader, ready chan struct{}) {
	defer close(r.ended)
	for lines := bufio.NewScanner(pipe); lines.Scan(); {
		r.mu.Lock()
		r.log.WriteString(lines.Text() + "\n")
		r.mu.Unlock()
		if strings.Contains(lines.Text(), `"msg":"ready"`) {
			close(ready)
		}
	}
	_ = r.cmd.Wait()
}

func (r *running) said() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.String()
}

// stop sends SIGTERM and answers the exit code and how long it took.
func (r *running) stop() (int, time.Duration) {
	r.Helper()
	began := time.Now()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.Fatal(err)
	}
	<-r.ended
	return r.cmd.ProcessState.ExitCode(), time.Since(began)
}

func (r *running) get(path string) int {
	r.Helper()
	response, err := http.Get("http://" + r.address + path)
	if err != nil {
		r.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func (r *running) ask(token, query string) string {
	r.Helper()
	request, _ := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+r.address+"/graphql", strings.NewReader(fmt.Sprintf(`{"query":%q}`, query)))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, _ := io.ReadAll(response.Body)
	return string(raw)
}

func (r *running) socket() *websocket.Conn {
	r.Helper()
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	ws, response, err := d.Dial("ws://"+r.address+"/graphql", nil)
	if err != nil {
		r.Fatal(err)
	}
	_ = response.Body.Close()
	_ = ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"connection_init"}`))
	if _, _, err := ws.ReadMessage(); err != nil {
		r.Fatal(err)
	}
	return ws
}
