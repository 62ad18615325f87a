package web

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"linli/server/viewer"
)

const counts = `subscription($e:ID!){eventCounts(eventId:$e){revision confirmed}}`

func TestCloseCodes(t *testing.T) {
	b := boot(t)
	init, sub := `{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":{"query":"subscription{eventCounts(eventId:\"`+b.event.ID+`\"){revision}}"}}`
	for name, c := range map[string]struct {
		say  []string
		code int
	}{
		"no JSON":                   {[]string{"nonsense"}, 4400},
		"no object":                 {[]string{`["connection_init"]`}, 4400},
		"no type":                   {[]string{`{}`}, 4400},
		"unknown type":              {[]string{`{"type":"start"}`}, 4400},
		"type of another sort":      {[]string{`{"type":1}`}, 4400},
		"init with a text":          {[]string{`{"type":"connection_init","payload":"x"}`}, 4400},
		"ping with a list":          {[]string{`{"type":"ping","payload":[1]}`}, 4400},
		"pong with a number":        {[]string{`{"type":"pong","payload":1}`}, 4400},
		"init twice":                {[]string{init, init}, 4429},
		"subscribe before init":     {[]string{sub}, 4401},
		"same id twice":             {[]string{init, sub, sub}, 4409},
		"subscribe without id":      {[]string{init, `{"type":"subscribe","payload":{"query":"{__typename}"}}`}, 4400},
		"subscribe with empty id":   {[]string{init, `{"id":"","type":"subscribe","payload":{"query":"{__typename}"}}`}, 4400},
		"subscribe with number id":  {[]string{init, `{"id":1,"type":"subscribe","payload":{"query":"{__typename}"}}`}, 4400},
		"subscribe without payload": {[]string{init, `{"id":"1","type":"subscribe"}`}, 4400},
		"subscribe with a text":     {[]string{init, `{"id":"1","type":"subscribe","payload":"x"}`}, 4400},
		"subscribe without query":   {[]string{init, `{"id":"1","type":"subscribe","payload":{}}`}, 4400},
		"query of another sort":     {[]string{init, `{"id":"1","type":"subscribe","payload":{"query":1}}`}, 4400},
		"variables of another sort": {[]string{init, `{"id":"1","type":"subscribe","payload":{"query":"{__typename}","variables":"x"}}`}, 4400},
		"complete without id":       {[]string{init, `{"type":"complete"}`}, 4400},
		"a server's message":        {[]string{init, `{"id":"1","type":"next","payload":{}}`}, 4400},
		"bad token":                 {[]string{`{"type":"connection_init","payload":{"authorization":"Bearer nonsense"}}`}, 4403},
		"token of another sort":     {[]string{`{"type":"connection_init","payload":{"authorization":7}}`}, 4403},
		"too long a message":        {[]string{init, `{"type":"ping","payload":{"a":"` + strings.Repeat("a", 65<<10) + `"}}`}, 1009},
		"not UTF-8":                 {[]string{init, "{\"type\":\"ping\",\"payload\":{\"a\":\"\xff\"}}"}, 4400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := b.dial()
			for _, text := range c.say {
				p.say(text)
			}
			if code := p.closed(); code != c.code {
				t.Errorf("closed with %d, not %d", code, c.code)
			}
		})
	}
	t.Run("binary", func(t *testing.T) {
		p := b.dial()
		b.Must(p.WriteMessage(websocket.BinaryMessage, []byte(init)))
		if code := p.closed(); code != 4400 {
			t.Errorf("closed with %d", code)
		}
	})
}

func TestNobodyIntroduced(t *testing.T) {
	b := boot(t)
	b.site.sockets.waits.introduce = 50 * time.Millisecond
	p := b.dial()
	p.say(`{"type":"ping"}`) // is allowed before, and is no introduction
	if code := p.closed(); code != 4408 {
		t.Errorf("closed with %d", code)
	}
}

// Whoever has introduced herself is not to blame for what it takes to find out who she is.
func TestIntroducedToASlowServer(t *testing.T) {
	const patience = 50 * time.Millisecond
	b := boot(t, func(c *Config) {
		look := c.Viewer
		c.Viewer = func(ctx context.Context, token string) (*viewer.Viewer, error) {
			select {
			case <-time.After(3 * patience):
			case <-ctx.Done():
			}
			return look(ctx, token)
		}
	})
	b.site.sockets.waits.introduce = patience
	b.hello(b.token(b.volunteer))
}

// The last message of an operation says that its id is free.
func TestAnIDIsFreeAtOnce(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	for i := range 500 {
		query, last := `{__typename}`, "complete"
		if i%2 == 1 {
			query, last = `{nonsense}`, "error"
		}
		p.subscribe("1", query, nil)
		for m := p.hear(); m.Type != last; m = p.hear() {
		}
	}
}

func TestHandshake(t *testing.T) {
	b := boot(t, func(c *Config) { c.Origins = []string{"https://friend.example"} })
	for name, c := range map[string]struct {
		origin string
		status int
	}{
		"absent": {"", 101}, "own": {"http://example.test", 101}, "same host": {b.url, 101}, "named": {"https://friend.example", 101},
		"foreign": {"https://evil.example", 403}, "null": {"null", 403}, "like ours": {"http://example.test.evil.example", 403}, "file": {"file://", 403},
	} {
		headers := []string{}
		if c.origin != "" {
			headers = []string{"Origin", c.origin}
		}
		if _, status, _ := b.tryDial([]string{protocol}, headers...); status != c.status {
			t.Errorf("%s: %d", name, status)
		}
	}
	for _, protocols := range [][]string{nil, {"graphql-ws"}, {"chat", "graphql-ws"}} {
		p, _, err := b.tryDial(protocols)
		b.Must(err)
		if code := p.closed(); code != 4406 {
			t.Errorf("%v: closed with %d", protocols, code)
		}
	}
	p, _, err := b.tryDial([]string{"chat", protocol})
	b.Must(err)
	if p.Subprotocol() != protocol {
		t.Errorf("speaks %q", p.Subprotocol())
	}
}

func TestOperationsOnASocket(t *testing.T) {
	b := boot(t)
	p := b.hello(b.token(b.volunteer))
	p.say(`{"type":"ping"}`)
	if m := p.hear(); m.Type != "pong" {
		t.Fatalf("a ping is answered %+v", m)
	}
	p.say(`{"type":"ping","payload":{"at":[1]}}`)
	if m := p.hear(); m.Type != "pong" || string(m.Payload) != `{"at":[1]}` {
		t.Fatalf("a ping that carries something is answered %+v %s", m, m.Payload)
	}
	p.say(`{"type":"pong"}`)
	p.subscribe("q", `{viewer{id}}`, nil)
	if m := p.hear(); m.Type != "next" || m.ID != "q" || !strings.Contains(string(m.Payload), b.volunteer.ID) {
		t.Fatalf("a query is answered %+v", m)
	}
	if m := p.hear(); m.Type != "complete" || m.ID != "q" {
		t.Fatalf("a query ends with %+v", m)
	}
	p.subscribe("live", counts, map[string]any{"e": b.event.ID})
	if m := p.hear(); m.Type != "next" || m.ID != "live" {
		t.Fatalf("first comes %+v %s", m, m.Payload)
	}
	p.subscribe("m", `mutation($s:ID!){signUp(shiftId:$s){status}}`, map[string]any{"s": b.event.Edges.Shifts[0].ID})
	seen := map[string]int{}
	for range 3 {
		m := p.hear()
		seen[m.ID+" "+m.Type]++
	}
	if seen["m next"] != 1 || seen["m complete"] != 1 || seen["live next"] != 1 {
		t.Fatalf("after signing up came %v", seen)
	}
	p.say(`{"id":"live","type":"complete"}`)
	p.say(`{"id":"unknown","type":"complete"}`)
	p.subscribe("live", `{__typename}`, nil) // its id is free again
	if m := p.hear(); m.ID != "live" || m.Type != "next" {
		t.Fatalf("then comes %+v", m)
	}
}

// An operation that cannot begin is answered by one error and nothing else.
func TestErrorsOnASocket(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	for i, query := range []string{"{", "{nonsense}", "{" + strings.Repeat("a{", 20), `query($x:Int!){events(community:"demo",first:$x){totalCount}}`,
		`subscription{rosterChanged(eventId:"` + b.event.ID + `"){revision}}`, `subscription{eventCounts(eventId:"ev_none"){revision}}`, `subscription{inboxChanged{unread}}`,
		`subscription{__typename}`, `subscription{...f} fragment f on Subscription{__typename}`, `subscription{...on Subscription{...on Subscription{__typename}}}`,
		`subscription($n:Boolean=false){inboxChanged@include(if:$n){unread} ...f} fragment f on Subscription{__typename}`,
		`subscription{a:eventCounts(eventId:"` + b.event.ID + `"){revision} b:eventCounts(eventId:"` + b.event.ID + `"){revision}}`,
		`subscription{eventCounts(eventId:"` + b.event.ID + `")@skip(if:true){revision}}`} {
		id := fmt.Sprint(i)
		p.subscribe(id, query, nil)
		if m := p.hear(); m.Type != "error" || m.ID != id || m.Payload[0] != '[' || leaks.Match(m.Payload) || strings.Contains(string(m.Payload), "INTERNAL") {
			t.Fatalf("%s is answered %+v %s", query, m, m.Payload)
		}
	}
	p.subscribe("again", `{__typename}`, nil) // no complete came between
	if m := p.hear(); m.Type != "next" || m.ID != "again" {
		t.Fatalf("then comes %+v", m)
	}
}

func TestOperationsAreBounded(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	for i := range mostOperationsOpen {
		p.subscribe(fmt.Sprint(i), counts, map[string]any{"e": b.event.ID})
		if m := p.hear(); m.Type != "next" {
			t.Fatalf("the %d. is answered %+v", i+1, m)
		}
	}
	p.subscribe("more", counts, map[string]any{"e": b.event.ID})
	if m := p.hear(); m.Type != "error" || m.ID != "more" || !strings.Contains(string(m.Payload), "TOO_COMPLEX") {
		t.Fatalf("one more is answered %+v", m)
	}
	p.say(`{"id":"0","type":"complete"}`)
	p.subscribe("more", counts, map[string]any{"e": b.event.ID})
	if m := p.hear(); m.Type != "next" || m.ID != "more" {
		t.Fatalf("in a free place comes %+v", m)
	}
}

func TestTalkingTooMuch(t *testing.T) {
	for _, limited := range []bool{true, false} {
		b := boot(t, func(c *Config) { c.Limits = limited })
		p := b.hello("")
		go func() {
			for range 3_000 {
				if p.WriteMessage(websocket.TextMessage, []byte(`{"type":"pong"}`)) != nil {
					return
				}
			}
			_ = p.WriteMessage(websocket.TextMessage, []byte(`nonsense`))
		}()
		want := map[bool]int{true: 4429, false: 4400}[limited]
		if code := p.closed(); code != want {
			t.Errorf("limited %v: closed with %d", limited, code)
		}
	}
}

func TestSocketsOfAnAddressAreBounded(t *testing.T) {
	b := boot(t, func(c *Config) { c.Limits = true })
	b.site.sockets.byAddress["127.0.0.1"] = mostSockets
	if _, status, err := b.tryDial([]string{protocol}); err == nil || status != 429 {
		t.Fatalf("answered %d", status)
	}
}
