package web

import (
	"net/http"
	"runtime"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	var b budget
	now, all := time.Now(), runtime.GOMAXPROCS(0)
	saved := time.Duration(float64(burst) * share)
	if rest := b.spend(saved*time.Duration(all), now); rest != 0 {
		t.Errorf("what was saved up costs a rest of %v", rest)
	}
	// All processors for 10 ms at a share of a fourth are earned in 40.
	if rest := b.spend(10*time.Millisecond*time.Duration(all), now); rest != 40*time.Millisecond {
		t.Errorf("10 ms more cost a rest of %v", rest)
	}
	if rest := b.spend(10*time.Millisecond, now); rest != 40*time.Millisecond+40*time.Millisecond/time.Duration(all) {
		t.Errorf("10 ms of one processor cost a rest of %v", rest)
	}
	if rest := b.spend(saved*time.Duration(all), now.Add(time.Hour)); rest != 0 {
		t.Errorf("after an hour it is a rest of %v", rest)
	}
}

func TestACrowdIsToldToComeLater(t *testing.T) {
	b := boot(t)
	b.site.turns.waiting.Add(mostWaiting)
	_, status, err := b.tryDial([]string{protocol})
	if err == nil || status != http.StatusServiceUnavailable {
		t.Errorf("answered %d", status)
	}
	r := b.send(http.MethodGet, "/graphql", "", "Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
	if r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "" {
		t.Errorf("answered %d, to come in %q", r.status, r.header.Get("Retry-After"))
	}
	b.site.turns.waiting.Add(-mostWaiting)
	b.hello("")
}
