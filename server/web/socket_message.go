package web

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// message is what goes over the socket, in both directions.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// breach is why a socket is closed.
type breach struct {
	code   int
	reason string
}

func invalid(reason string) *breach { return &breach{closeBadRequest, reason} }

// handle acts on one message; what breaks the protocol comes back.
func (c *conn) handle(kind int, raw []byte) *breach {
	var in struct {
		ID      *string         `json:"id"`
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	}
	if kind != websocket.TextMessage || !utf8.Valid(raw) || !startsObject(raw) || json.Unmarshal(raw, &in) != nil {
		return invalid("Invalid message")
	}
	hasPayload := len(in.Payload) > 0 && !bytes.Equal(in.Payload, []byte("null"))
	if hasPayload && !startsObject(in.Payload) {
		return invalid("The payload must be an object")
	}
	switch in.Type {
	case "connection_init":
		return c.begin(in.Payload)
	case "ping":
		pong := message{Type: "pong"}
		if hasPayload {
			pong.Payload = in.Payload
		}
		c.send(pong, nil)
		return nil
	case "pong":
		return nil
	case "subscribe":
		if in.ID == nil || *in.ID == "" || len(*in.ID) > 128 || !hasPayload {
			return invalid("Invalid message")
		}
		return c.subscribe(*in.ID, in.Payload)
	case "complete":
		if in.ID == nil || *in.ID == "" {
			return invalid("Invalid message")
		}
		c.complete(*in.ID)
		return nil
	}
	return invalid("Invalid message")
}
