package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestTheProgram(t *testing.T) {
	m := newMachine(t, "LINLI_DEMO=small")
	r := m.serve()
	for _, path := range []string{"/healthz", "/readyz", "/"} {
		if status := r.get(path); status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
	}
	if log := r.said(); strings.Count(log, "LINLI_DEMO") != 1 || strings.Count(log, "LINLI_SMS_URL") != 1 || strings.Contains(log, "/setup/") {
		t.Errorf("it says %s", log)
	}

	code, out, errs := m.command("token", "-demo", "5")
	rows := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || errs != "" || len(rows) != 5 || !strings.HasPrefix(rows[0], "+8613800000001\t") {
		t.Fatalf("token: %d %q %q", code, out, errs)
	}
	code, out, errs = m.command("token", "-phone", "+8613800000003")
	token := strings.TrimSpace(out)
	if code != 0 || errs != "" || strings.Count(out, "\n") != 1 || !strings.Contains(r.ask(token, "{viewer{memberships{role}}}"), "SECRETARY") {
		t.Fatalf("token: %d %q %q", code, out, errs)
	}
	if code, out, errs := m.command("token", "-phone", "+8619999999999"); code != 2 || out != "" || strings.Count(errs, "\n") != 1 {
		t.Errorf("token of nobody: %d %q %q", code, out, errs)
	}
	if code, out, _ := m.command("invite", "-phone", "13800000002"); code != 0 || !strings.HasPrefix(out, "http://"+m.address+"/") || strings.Count(out, "\n") != 1 {
		t.Errorf("invite: %d %q", code, out)
	}
	if code, _, errs := m.command("healthcheck"); code != 0 {
		t.Errorf("healthcheck: %d %q", code, errs)
	}
	for _, args := range [][]string{nil, {"migrate"}, {"demo", "-size", "small"}} {
		if code, out, errs := m.command(args...); code != 1 || out != "" || !strings.Contains(errs, "another server") || strings.Count(errs, "\n") != 1 {
			t.Errorf("a second server %v: %d %q %q", args, code, out, errs)
		}
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if code, out, errs := m.command("backup", copied); code != 0 || out != "" {
		t.Errorf("backup: %d %q %q", code, out, errs)
	}
	if code, _, _ := m.command("backup", copied); code != 2 {
		t.Errorf("a backup over another: %d", code)
	}
	if info, err := os.Stat(copied); err != nil || info.Size() < 100_000 {
		t.Errorf("the copy: %v %v", info, err)
	}

	stopDuringWork(t, r)
	if out := r.stdout.String(); out != "" {
		t.Errorf("stdout has %q", out)
	}
	if log := r.said(); strings.Contains(log, "1380000") || strings.Contains(log, token) {
		t.Errorf("the log has personal data: %s", log)
	}
	startAgain(t, m, token)
}

// stopDuringWork: every socket is told, the request that is under way is answered, and it ends at once.
func stopDuringWork(t *testing.T, r *running) {
	t.Helper()
	var sockets []*websocket.Conn
	for range 50 {
		sockets = append(sockets, r.socket())
	}
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	body := `{"query":"{__typename}"}`
	_, _ = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	answer := bufio.NewReader(conn)
	if line, _ := answer.ReadString('\n'); !strings.Contains(line, "100") {
		t.Fatalf("answers %q", line)
	}
	_, _ = answer.ReadString('\n')
	codes := make(chan int, len(sockets))
	for _, ws := range sockets {
		go func() {
			_, _, err := ws.ReadMessage()
			var c *websocket.CloseError
			if !errors.As(err, &c) {
				c = &websocket.CloseError{}
			}
			codes <- c.Code
			_ = ws.Close()
		}()
	}
	finished := make(chan string, 1)
	go func() {
		for range sockets {
			if code := <-codes; code != 1012 {
				t.Errorf("a socket is closed with %d", code)
			}
		}
		_, _ = io.WriteString(conn, body) // the rest comes only when it is stopping already
		raw, _ := io.ReadAll(answer)
		finished <- string(raw)
	}()
	code, took := r.stop()
	if code != 0 || took > 5*time.Second {
		t.Errorf("exit %d after %v", code, took)
	}
	if raw := <-finished; !strings.Contains(raw, `"Query"`) {
		t.Errorf("the request under way is answered %q", raw)
	}
}

func startAgain(t *testing.T, m *machine, token string) {
	t.Helper()
	if code, out, errs := m.command("migrate"); code != 0 || out != "" || !strings.Contains(errs, "0 migrations") {
		t.Errorf("migrate: %d %q %q", code, out, errs)
	}
	r := m.serve()
	if !strings.Contains(r.ask(token, "{viewer{memberships{role}}}"), "SECRETARY") {
		t.Error("the session is gone")
	}
	if code, _ := r.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
	if code, _, errs := m.command("-keys", filepath.Join(t.TempDir(), "others")); code != 1 || !strings.Contains(errs, "other keys") {
		t.Errorf("with other keys: %d %q", code, errs)
	}
	if code, _, errs := m.command("healthcheck"); code != 1 {
		t.Errorf("healthcheck of nothing: %d %q", code, errs)
	}
	if code, _, errs := m.command("demo", "-size", "small", "-reload"); code != 0 || !strings.Contains(errs, "loaded") {
		t.Errorf("demo: %d %q", code, errs)
	}
}

func TestEmptyInProduction(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	metrics := l.Addr().String()
	_ = l.Close()
	m := newMachine(t, "LINLI_URL=https://linli.example", "LINLI_METRICS_ADDR="+metrics)
	if code, _, errs := m.command("token", "-phone", "+8613800000001"); code != 1 || !strings.Contains(errs, "no database") {
		t.Errorf("token before the first start: %d %q", code, errs)
	}
	r := m.serve()
	if log := r.said(); strings.Count(log, "https://linli.example/setup/") != 1 {
		t.Errorf("it says %s", log)
	}
	if got := r.ask("", "{logInWays{code founding}}"); !strings.Contains(got, `"code":false,"founding":true`) {
		t.Errorf("answers %s", got)
	}
	if got := r.ask("", "{__schema{types{name}}}"); !strings.Contains(got, "BAD_USER_INPUT") {
		t.Errorf("production describes itself: %s", got)
	}
	for _, name := range []string{"keys", "linli.db"} {
		if info, err := os.Stat(filepath.Join(strings.TrimPrefix(m.env[0], "LINLI_DATA="), name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	response, err := http.Get("http://" + metrics + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if raw, _ := io.ReadAll(response.Body); !strings.Contains(string(raw), "\nlinli_requests_total 2\n") {
		t.Errorf("the figures are %s", raw)
	}
}

func TestDevelopmentSaysHowToLogIn(t *testing.T) {
	m := newMachine(t, "LINLI_DEMO=small", "LINLI_MODE=development")
	var out strings.Builder
	c := &Config{}
	c.fromEnvironment(func(name string) string {
		for _, e := range m.env {
			if value, ok := strings.CutPrefix(e, name+"="); ok {
				return value
			}
		}
		return ""
	})
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	p, err := c.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	if _, err := p.migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.prepare(t.Context(), &console{out: &out, err: &out}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"http://" + m.address, "/explorer", "13800000001", "13800000002", "13800000003"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is not in %s", want, out.String())
		}
	}
}
