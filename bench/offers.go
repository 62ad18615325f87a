package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// handovers is how often the place changes hands.
const handovers = 250

// screen is an open page of somebody: her inbox, as it changes.
type screen struct {
	*client
	conn *websocket.Conn
	news chan line
}

// line is the newest line of an inbox.
type line struct {
	Kind   string
	SignUp *struct{ ID, Status string }
}

func (s *server) screen(ctx context.Context, token string) (*screen, error) {
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	conn, response, err := d.DialContext(ctx, "ws"+strings.TrimPrefix(s.url, "http")+"/graphql", nil)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	p := &screen{client: newClient(s.url, token), conn: conn, news: make(chan line, 16)}
	for _, message := range []string{
		`{"type":"connection_init","payload":{"authorization":"Bearer ` + token + `"}}`,
		`{"type":"subscribe","id":"1","payload":{"query":"subscription{inboxChanged{latest{kind signUp{id status}}}}"}}`,
	} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			return nil, err
		}
	}
	go p.read()
	return p, nil
}

func (p *screen) read() {
	defer close(p.news)
	for {
		var message struct {
			Type    string
			Payload struct {
				Data struct{ InboxChanged struct{ Latest *line } }
			}
		}
		_, raw, err := p.conn.ReadMessage()
		if err != nil {
			return
		}
		_ = json.Unmarshal(raw, &message) // an error's payload is a list
		switch {
		case message.Type == "ping":
			_ = p.conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"pong"}`))
		case message.Type == "next" && message.Payload.Data.InboxChanged.Latest != nil:
			p.news <- *message.Payload.Data.InboxChanged.Latest
		}
	}
}

// offered waits until the screen shows the offer of that sign-up.
func (p *screen) offered(signUp string) error {
	late := time.After(10 * time.Second)
	for {
		select {
		case l, open := <-p.news:
			if !open {
				return errors.New("the socket was closed")
			}
			if l.Kind == "OFFERED" && l.SignUp != nil && l.SignUp.ID == signUp && l.SignUp.Status == "OFFERED" {
				return nil
			}
		case <-late:
			return errors.New("no offer was shown")
		}
	}
}

// change runs a mutation of a sign-up and answers its id and status.
func (p *screen) change(ctx context.Context, mutation, argument, id string) (signUp, status string, err error) {
	var got struct{ Told json.RawMessage }
	document := `mutation($id: ID!) { told: ` + mutation + `(` + argument + `: $id` + map[bool]string{true: ", accept: true"}[mutation == "answerOffer"] + `) { id status } }`
	if err := p.ask(ctx, document, map[string]any{"id": id}, &got); err != nil {
		return "", "", err
	}
	var one struct{ ID, Status string }
	err = json.Unmarshal([]byte(strings.Trim(string(got.Told), "[]")), &one)
	return one.ID, one.Status, err
}

// offers lets one place change hands between two people with open pages: from the moment the one sends that she withdraws
// until the other's screen shows the offer.
func (c *crowded) offers(ctx context.Context) (p50, p99 time.Duration, err error) {
	c.home.batch = "256"
	s, _, err := c.home.start(ctx, "full", anyone)
	if err != nil {
		return 0, 0, err
	}
	defer s.stop()
	c.events++
	e, err := newEvent(ctx, newClient(s.url, c.tokens[2]), far+c.events, 1)
	if err != nil {
		return 0, 0, err
	}
	var pair [2]*screen
	var has [2]string // sign-ups
	for i := range pair {
		if pair[i], err = s.screen(ctx, c.tokens[10+i]); err != nil {
			return 0, 0, err
		}
		defer func() { _ = pair[i].conn.Close() }()
		if has[i], _, err = pair[i].change(ctx, "signUp", "shiftId", e.shift); err != nil {
			return 0, 0, err
		}
	}
	time.Sleep(time.Second) // until the server has written down that their pages are open
	var took []time.Duration
	for n := range handovers {
		leaves, gets := n%2, 1-n%2
		at := time.Now()
		done := make(chan error, 1)
		go func() {
			_, _, err := pair[leaves].change(ctx, "withdraw", "signUpId", has[leaves])
			done <- err
		}()
		if err := pair[gets].offered(has[gets]); err != nil {
			return 0, 0, errors.Join(err, <-done)
		}
		took = append(took, time.Since(at))
		if err := <-done; err != nil {
			return 0, 0, err
		}
		if _, status, err := pair[gets].change(ctx, "answerOffer", "signUpId", has[gets]); err != nil || status != "CONFIRMED" {
			return 0, 0, fmt.Errorf("the offer was taken: %s %w", status, err)
		}
		if has[leaves], _, err = pair[leaves].change(ctx, "signUp", "shiftId", e.shift); err != nil {
			return 0, 0, err
		}
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100], nil
}
