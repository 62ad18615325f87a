package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"linli/ent/db/membership"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// Rights that go while a subscription begins are not given by its beginning.
func TestRightsChangeWhileASubscriptionBegins(t *testing.T) {
	b := boot(t)
	p := b.hello(b.token(b.lead))
	c := b.only()
	before, _ := c.who()
	places := b.site.turns.places
	for range cap(places) {
		places <- struct{}{}
	}
	p.subscribe("1", `subscription($e:ID!){rosterChanged(eventId:$e){revision}}`, map[string]any{"e": b.event.ID})
	for b.site.turns.waiting.Load() == 0 { // until it is about to read
		runtime.Gosched()
	}
	b.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Membership.Delete().Where(membership.PersonID(b.lead.ID), membership.RoleEQ(membership.RoleLEAD)).ExecX(ctx)
		tx.Announce(live.Rights(b.lead.ID))
	})
	for told, began := false, time.Now(); !told; runtime.Gosched() {
		if time.Since(began) > 10*time.Second {
			t.Fatal("not to begin anew")
		}
		now, _ := c.who()
		c.mu.Lock()
		told = now != before && slices.ContainsFunc(c.running, func(op *operation) bool { return op.more })
		c.mu.Unlock()
	}
	for range cap(places) {
		<-places
	}
	if m := p.hear(); m.Type != "error" || !strings.Contains(string(m.Payload), "FORBIDDEN") {
		t.Errorf("answered %+v %s", m, m.Payload)
	}
}

// answers are what a look at a session finds, one after the other; the last stays.
func answers(c *Config, all ...error) *atomic.Int32 {
	var asked atomic.Int32
	asked.Store(-1)
	look := c.Viewer
	c.Viewer = func(ctx context.Context, token string) (*viewer.Viewer, error) {
		if asked.Load() < 0 {
			return look(ctx, token)
		}
		return nil, all[min(int(asked.Add(1))-1, len(all)-1)]
	}
	return &asked
}

// A session that cannot be read just now is looked at again.
func TestALookAtASessionIsTriedAgain(t *testing.T) {
	var fails *atomic.Int32
	b := boot(t, func(c *Config) {
		fails = answers(c, errors.New("the database is away"), fault.SignInFirst())
	})
	p := b.hello(b.token(b.lead))
	fails.Store(0)
	b.Do(func(_ context.Context, tx *store.Tx) { tx.Announce(live.Rights(b.lead.ID)) })
	if code := p.closed(); code != 4403 {
		t.Errorf("closed with %d", code)
	}
}

// A session may end with nobody saying so.
func TestSessionsAreLookedAtNowAndThen(t *testing.T) {
	var ended *atomic.Int32
	b := boot(t, func(c *Config) { ended = answers(c, fault.SignInFirst()) })
	b.site.sockets.waits.ping, b.site.sockets.waits.recheck = 100*time.Millisecond, 10*time.Millisecond
	p := b.hello(b.token(b.lead))
	ended.Store(0)
	if code := p.closed(); code != 4403 {
		t.Errorf("closed with %d", code)
	}
}

// A restart during the handshake is said right after it.
func TestDrainDuringAHandshake(t *testing.T) {
	b := boot(t)
	k := b.site.sockets
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := newConn(b.site, b.site.origin(r), "")
		if status := k.add(c); status != 0 {
			b.Errorf("refused with %d", status)
		}
		c.shut(1012, reasonRestart)
		taken := &lined{ResponseWriter: w}
		ws, err := k.upgrader.Upgrade(taken, r, nil)
		b.Must(err)
		c.start(ws, taken.line, true)
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	if code := b.dial().closed(); code != 1012 {
		t.Errorf("closed with %d", code)
	}
	b.gone()
}
