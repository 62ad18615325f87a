package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// Whoever reads nothing holds up nobody, and gets the newest when she reads again.
func TestWhoDoesNotReadIsBroughtUpToDate(t *testing.T) {
	b := boot(t)
	slow := b.hello("")
	b.follow(slow, "1")
	stuff(b.only())
	quick := b.hello("")
	b.follow(quick, "1")
	var now int64
	for range 20 {
		now = b.raise()
		quick.sees(now)
	}
	states := 0
	for last := int64(0); last < now; {
		if m := slow.hear(); m.Type == "next" {
			last = revisionOf(t, m)
			states++
		}
	}
	if states != 1 {
		t.Errorf("%d states were kept for who did not read", states)
	}
	slow.sees(b.raise())
}

// The only one who follows may be the one who does not read.
func TestWhoDoesNotReadAloneIsBroughtUpToDate(t *testing.T) {
	b := boot(t)
	slow := b.hello("")
	b.follow(slow, "1")
	stuff(b.only())
	now := b.raise()
	for {
		if m := slow.hear(); m.Type == "next" {
			if got := revisionOf(t, m); got != now {
				t.Errorf("brought up to %d, not %d", got, now)
			}
			return
		}
	}
}

// A change is not read for whoever has not taken the last one, and none is left out.
func TestChangesWaitForWhoDoesNotRead(t *testing.T) {
	b := boot(t)
	slow := b.hello(b.token(b.lead))
	slow.subscribe("1", `subscription($e:ID!){rosterChanged(eventId:$e){revision signUps{id}}}`, map[string]any{"e": b.event.ID})
	slow.hear()
	stuff(b.only())
	shift := b.event.Edges.Shifts[0].ID
	first := b.ask(`mutation($s:ID!){signUp(shiftId:$s){id}}`, map[string]any{"s": shift}, "Authorization", "Bearer "+b.token(b.lead))
	second := b.ask(`mutation($s:ID!){signUp(shiftId:$s){id}}`, map[string]any{"s": shift}, "Authorization", "Bearer "+b.token(b.volunteer))
	for {
		m := slow.hear()
		if m.Type != "next" {
			continue
		}
		for _, answer := range []*reply{first, second} {
			id, _, _ := strings.Cut(strings.SplitAfter(answer.body, `"id":"`)[1], `"`)
			if !strings.Contains(string(m.Payload), id) {
				t.Errorf("%s is not in %s", id, m.Payload)
			}
		}
		return
	}
}

// Whoever takes nothing at all is told why, should she read again, and is dropped.
func TestWhoTakesNothingIsDropped(t *testing.T) {
	b := boot(t)
	b.site.sockets.waits.write, b.site.sockets.waits.linger = 100*time.Millisecond, 10*time.Second
	p := b.hello("")
	c := b.only()
	stuff(c)
	<-c.ctx.Done()
	if code := p.closed(); code != 4430 {
		t.Errorf("closed with %d", code)
	}
	b.gone()
}

// stuff sends more than the phone's and the server's systems keep for it, and less than would close its socket.
func stuff(c *conn) {
	for more := 0; more < 150; {
		if c.line.behind.Load() {
			more++
		}
		c.send(message{Type: "pong", Payload: json.RawMessage(`{"a":"` + strings.Repeat("a", 4<<10) + `"}`)}, nil)
	}
}

// only is the one socket that is open.
func (b *booted) only() *conn {
	b.site.sockets.mu.Lock()
	defer b.site.sockets.mu.Unlock()
	for _, open := range b.site.sockets.open {
		for c := range open {
			return c
		}
	}
	b.Fatal("no socket is open")
	return nil
}
