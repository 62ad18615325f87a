package watch

import (
	"bytes"
	"fmt"
)

// Dialect is how a kind of server is spoken to. The functions are given the number of the socket; nil ones are left out.
type Dialect struct {
	Path, Protocol string // of the upgrade
	Events         bool   // server-sent events in place of a websocket
	Hello          func(i int) []string
	Answer         func(i int, payload []byte) string // to what is not marked; empty: none is wanted
	Ready          func(i int, payload []byte) bool   // whether this message says that the watch stands
	Leave          func(i int) string                 // the last word
	Mark           string                             // stands before the number that tells changes apart; it only grows
}

// Subscription is one operation over graphql-transport-ws.
type Subscription struct {
	Path, Query string
	Variables   func(i int) string // as JSON
	ID, Token   func(i int) string // nil: "1", and nobody signed in
	Mark        string
	Quiet       bool // nothing comes until something changes
}

// Dialect speaks it.
func (s Subscription) Dialect() *Dialect {
	id := func(i int) string {
		if s.ID == nil {
			return "1"
		}
		return s.ID(i)
	}
	return &Dialect{
		Path: s.Path, Protocol: "graphql-transport-ws", Mark: s.Mark,
		Hello: func(i int) []string {
			init := `{"type":"connection_init"}`
			if s.Token != nil {
				init = fmt.Sprintf(`{"type":"connection_init","payload":{"authorization":"Bearer %s"}}`, s.Token(i))
			}
			return []string{init}
		},
		Answer: func(i int, payload []byte) string {
			switch {
			case bytes.Contains(payload, []byte(`"connection_ack"`)):
				return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":{"query":%q,"variables":%s}}`, id(i), s.Query, s.Variables(i))
			case bytes.Contains(payload, []byte(`"ping"`)):
				return `{"type":"pong"}`
			}
			return ""
		},
		Ready: func(_ int, payload []byte) bool {
			if s.Quiet {
				return bytes.Contains(payload, []byte(`"connection_ack"`))
			}
			return bytes.Contains(payload, []byte(`"next"`))
		},
		Leave: func(i int) string { return fmt.Sprintf(`{"id":%q,"type":"complete"}`, id(i)) },
	}
}

// UUID is an id as the graphql-ws client makes them, another for each socket.
func UUID(i int) string { return fmt.Sprintf("5f0c1e7a-93d4-4b8e-9a61-%012d", i) }

// Plain is a socket that is sent everything without being asked.
func Plain(path, mark string) *Dialect {
	return &Dialect{Path: path, Mark: mark, Ready: func(int, []byte) bool { return true }}
}

// Centrifuge speaks centrifuge's JSON protocol and subscribes to one channel.
func Centrifuge(path, channel, mark string) *Dialect {
	return &Dialect{
		Path: path, Mark: mark,
		Hello: func(int) []string {
			return []string{`{"id":1,"connect":{}}`, fmt.Sprintf(`{"id":2,"subscribe":{"channel":%q}}`, channel)}
		},
		Ready: func(_ int, payload []byte) bool { return bytes.Contains(payload, []byte(`"id":2`)) },
		Answer: func(_ int, payload []byte) string {
			if string(bytes.TrimSpace(payload)) == "{}" {
				return "{}"
			}
			return ""
		},
	}
}

// request opens the connection.
func (d *Dialect) request(address string) []byte {
	if d.Events {
		return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", d.Path, address)
	}
	protocol := ""
	if d.Protocol != "" {
		protocol = "Sec-WebSocket-Protocol: " + d.Protocol + "\r\n"
	}
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", d.Path, address, protocol)
}

// opened is the status that lets the connection begin.
func (d *Dialect) opened() int {
	if d.Events {
		return 200
	}
	return 101
}

func (d *Dialect) cut(data []byte) (message, []byte, bool) {
	if d.Events {
		return cutEvent(data)
	}
	return cutFrame(data)
}
