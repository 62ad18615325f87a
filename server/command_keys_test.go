package main

import (
	"strings"
	"testing"
	"time"
)

// A rotation beside a running server is followed within seconds, without a word of it to the server.
func TestRotateBesideAServer(t *testing.T) {
	m := newMachine(t)
	if code, _, errs := m.command("rotate-keys"); code != 1 || !strings.Contains(errs, "no database") {
		t.Errorf("before the first start: %d %q", code, errs)
	}
	r := m.serve()
	ask := func() string { return r.ask("", "{ticketKeys{number endsAt}}") }
	if got := ask(); !strings.Contains(got, `[{"number":0,"endsAt":null}]`) {
		t.Fatalf("at first the keys are %s", got)
	}
	if code, out, errs := m.command("rotate-keys"); code != 0 || out != "" || !strings.Contains(errs, "key 1 signs") {
		t.Fatalf("rotate-keys: %d %q %q", code, out, errs)
	}
	follows := func(want string) {
		t.Helper()
		until := time.Now().Add(20 * time.Second)
		for !strings.Contains(ask(), want) {
			if time.Now().After(until) {
				t.Fatalf("the server does not follow: %s", ask())
			}
		}
	}
	follows(`[{"number":1,"endsAt":null},{"number":0,"endsAt":"2`)
	if code, _, errs := m.command("rotate-keys", "-lost"); code != 0 || !strings.Contains(errs, "key 2 signs") {
		t.Fatalf("-lost: %d %q", code, errs)
	}
	follows(`[{"number":2,"endsAt":null},{"number":1,"endsAt":"2`)
	if code, _, _ := m.command("rotate-keys", "now"); code != 2 {
		t.Errorf("with a word too many: %d", code)
	}
}
