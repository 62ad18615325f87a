package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// phone is the other end of a socket.
type phone struct {
	testing.TB
	*websocket.Conn
}

// dial opens a socket with the protocol; headers come in pairs.
func (b *booted) dial(headers ...string) *phone {
	b.Helper()
	p, _, err := b.tryDial([]string{protocol}, headers...)
	b.Must(err)
	return p
}

func (b *booted) tryDial(protocols []string, headers ...string) (*phone, int, error) {
	b.Helper()
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	dialer := websocket.Dialer{Subprotocols: protocols, HandshakeTimeout: 5 * time.Second}
	ws, response, err := dialer.Dial("ws"+strings.TrimPrefix(b.url, "http")+"/graphql", h)
	if response == nil {
		return nil, 0, err
	}
	_ = response.Body.Close()
	if err != nil {
		return nil, response.StatusCode, err
	}
	b.Cleanup(func() { _ = ws.Close() })
	return &phone{b, ws}, response.StatusCode, nil
}

// hello opens a socket and introduces itself with a token, which may be empty.
func (b *booted) hello(token string) *phone {
	b.Helper()
	p := b.dial()
	if token == "" {
		p.say(`{"type":"connection_init"}`)
	} else {
		p.say(`{"type":"connection_init","payload":{"authorization":"Bearer ` + token + `"}}`)
	}
	if m := p.hear(); m.Type != "connection_ack" {
		b.Fatalf("answered %+v", m)
	}
	return p
}

func (p *phone) say(text string) {
	p.Helper()
	if err := p.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.Fatal(err)
	}
}

func (p *phone) subscribe(id, query string, variables map[string]any) {
	p.Helper()
	raw, err := json.Marshal(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": query, "variables": variables}})
	if err != nil {
		p.Fatal(err)
	}
	p.say(string(raw))
}

// hear takes the next message.
func (p *phone) hear() message {
	p.Helper()
	_ = p.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, raw, err := p.ReadMessage()
	if err != nil {
		p.Fatal(err)
	}
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		p.Fatal(err)
	}
	return m
}

// closed reads until the socket is closed, and answers with which code.
func (p *phone) closed() int {
	p.Helper()
	_ = p.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		_, _, err := p.ReadMessage()
		var c *websocket.CloseError
		if errors.As(err, &c) {
			return c.Code
		}
		if err != nil {
			p.Fatal(err)
		}
	}
}
