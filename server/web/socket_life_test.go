package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"linli/ent/db/membership"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

// gone waits until the site has no open socket.
func (b *booted) gone() {
	b.Helper()
	k := b.site.sockets
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		k.mu.Lock()
		defer k.mu.Unlock()
		for k.count > 0 {
			k.empty.Wait()
		}
	}()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		b.Fatal("sockets stay open")
	}
}

func TestLoggingOutClosesSockets(t *testing.T) { testkit.Each(t, loggingOutClosesSockets) }

func loggingOutClosesSockets(t *testing.T, k *testkit.Kit) {
	b := bootOn(t, k)
	token, other := b.token(b.volunteer), b.token(b.volunteer)
	byToken, spared := b.hello(token), b.hello(other)
	byCookie := b.dial("Cookie", "linli="+token)
	byCookie.say(`{"type":"connection_init","payload":null}`)
	if m := byCookie.hear(); m.Type != "connection_ack" {
		t.Fatalf("answered %+v", m)
	}
	byCookie.subscribe("1", `subscription{inboxChanged{unread}}`, nil)
	if m := byCookie.hear(); m.Type != "next" {
		t.Fatalf("with the cookie comes %+v %s", m, m.Payload)
	}
	began := time.Now()
	b.ask(`mutation{logOut}`, nil, "Authorization", "Bearer "+token)
	if a, c := byToken.closed(), byCookie.closed(); a != 4403 || c != 4403 {
		t.Errorf("closed with %d and %d", a, c)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("only after %v", took)
	}
	spared.say(`{"type":"ping"}`)
	if m := spared.hear(); m.Type != "pong" {
		t.Errorf("another session's socket answers %+v", m)
	}
}

// A cookie that is no longer good makes an anonymous socket, as it makes an anonymous request.
func TestOldCookie(t *testing.T) {
	b := boot(t)
	p := b.dial("Cookie", "linli=nonsense")
	p.say(`{"type":"connection_init"}`)
	if m := p.hear(); m.Type != "connection_ack" {
		t.Fatalf("answered %+v", m)
	}
	p.subscribe("1", `subscription{inboxChanged{unread}}`, nil)
	if m := p.hear(); m.Type != "error" || !strings.Contains(string(m.Payload), "UNAUTHENTICATED") {
		t.Fatalf("then comes %+v", m)
	}
}

func TestRightsChangeUnderASocket(t *testing.T) {
	b := boot(t)
	p := b.hello(b.token(b.lead))
	p.subscribe("roster", `subscription($e:ID!){rosterChanged(eventId:$e){revision}}`, map[string]any{"e": b.event.ID})
	p.subscribe("counts", counts, map[string]any{"e": b.event.ID})
	for range 2 {
		if m := p.hear(); m.Type != "next" {
			t.Fatalf("answered %+v %s", m, m.Payload)
		}
	}
	b.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Membership.Delete().Where(membership.PersonID(b.lead.ID), membership.RoleEQ(membership.RoleLEAD)).ExecX(ctx)
		tx.Announce(live.Rights(b.lead.ID))
	})
	got := map[string]string{}
	for range 2 {
		m := p.hear()
		got[m.ID] = m.Type + string(m.Payload)
	}
	if !strings.HasPrefix(got["roster"], "error") || !strings.Contains(got["roster"], "FORBIDDEN") || !strings.HasPrefix(got["counts"], "next") {
		t.Fatalf("then came %v", got)
	}
}

func TestStoppedReaderIsDropped(t *testing.T) {
	b := boot(t, func(c *Config) { c.Introspection = true })
	b.site.sockets.waits.write = 300 * time.Millisecond
	p := b.hello("")
	for i := 0; ; i++ { // until it has been dropped
		raw := fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"{__schema{types{name description fields{name description args{name description}}}}}"}}`, i)
		_ = p.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if err := p.WriteMessage(websocket.TextMessage, []byte(raw)); err != nil {
			var slow net.Error
			if errors.As(err, &slow) && slow.Timeout() {
				t.Error("not dropped, only no longer read")
			}
			break
		}
	}
	b.gone()
}

func TestSilentSocketIsReaped(t *testing.T) {
	b := boot(t)
	b.site.sockets.waits.ping, b.site.sockets.waits.silent = 50*time.Millisecond, 250*time.Millisecond
	b.hello("") // from here on it reads nothing, so it answers no ping
	b.gone()
}

func TestAnsweringPingsKeepsASocket(t *testing.T) {
	b := boot(t)
	b.site.sockets.waits.ping, b.site.sockets.waits.silent = 50*time.Millisecond, 250*time.Millisecond
	p := b.hello("")
	pings := 0
	answer := p.PingHandler()
	p.SetPingHandler(func(data string) error {
		if pings++; pings == 10 {
			p.say(`{"type":"ping"}`)
		}
		return answer(data)
	})
	if m := p.hear(); m.Type != "pong" {
		t.Fatalf("after ten pings comes %+v", m)
	}
}

// A socket that waits, and answers pings while it does, has one goroutine.
func TestASocketThatWaitsHasOneGoroutine(t *testing.T) {
	b := boot(t)
	b.site.sockets.waits.ping = 20 * time.Millisecond
	const many = 10
	var pings sync.WaitGroup
	for range many {
		p := b.hello("")
		b.follow(p, "1")
		seen, answer := 0, p.PingHandler()
		pings.Add(1)
		p.SetPingHandler(func(data string) error {
			if seen++; seen == 5 {
				pings.Done()
			}
			return answer(data)
		})
		go func() {
			for {
				if _, _, err := p.ReadMessage(); err != nil {
					return
				}
			}
		}()
	}
	pings.Wait()
	n := 0
	for began := time.Now(); n != many && time.Since(began) < 10*time.Second; { // but for a pong that is being taken
		all := make([]byte, 1<<20)
		n = strings.Count(string(all[:runtime.Stack(all, true)]), "created by linli/server/web.(*conn)")
	}
	if n != many {
		t.Errorf("%d goroutines for %d sockets", n, many)
	}
}

func TestDrain(t *testing.T) {
	b := boot(t)
	var phones []*phone
	for range 50 {
		p := b.hello("")
		p.subscribe("1", counts, map[string]any{"e": b.event.ID})
		p.hear()
		phones = append(phones, p)
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		b.site.Drain(ctx)
	}()
	for _, p := range phones {
		if code := p.closed(); code != 1012 {
			t.Errorf("closed with %d", code)
		}
		_ = p.Close()
	}
	<-drained
	if _, status, err := b.tryDial([]string{protocol}); err == nil || status != 503 {
		t.Errorf("a new one is answered %d", status)
	}
}

// Many operations end together with their socket, whoever is faster.
func TestSocketsEndCleanly(t *testing.T) {
	b := boot(t)
	for range 20 {
		p := b.hello("")
		for _, id := range []string{"a", "b", "c"} {
			p.subscribe(id, counts, map[string]any{"e": b.event.ID})
		}
		_ = p.Close()
	}
	b.gone()
}
