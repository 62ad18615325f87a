package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	doors       = 32    // devices that send at the same time
	doorEvents  = 8     // of so many events
	entryBatch  = 50    // entries a batch
	largest     = 200   // entries of the largest batch
	comers      = 3_600 // people, who come and leave
	beforehand  = 30 * time.Minute
	entriesWant = "0.5×"
)

// doorEvent is an event that begins soon, with devices at its door and people on its roster.
type doorEvent struct {
	*event
	devices []*doorDevice
	signUps []string
	people  []string
}

// doorDevice is one phone at a door, with what it has to send.
type doorDevice struct {
	token, id string
	batches   [][]*doorEntry
	bodies    [][]byte // of them
}

// doorEntry is an entry as the page sends it, and what the log's row beside it holds.
type doorEntry struct {
	ID        string `json:"id"`
	EventID   string `json:"eventId"`
	Method    string `json:"method"`
	Direction string `json:"direction"`
	At        string `json:"at"`
	SignUpID  string `json:"signUpId"`

	community, person, device string
	at                        time.Time
}

// measureEntries lets the devices hand in who came and who left, beside plain inserts of the same rows into the same table.
func (b *bench) measureEntries(ctx context.Context) error {
	for _, kind := range b.databases() {
		c, forget, err := b.crowd(ctx, kind)
		if err != nil {
			return err
		}
		err = b.entriesOn(ctx, c)
		forget()
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

func (b *bench) entriesOn(ctx context.Context, c *crowded) error {
	var ours, raw []float64
	var took []*rushed
	for n := range b.rounds {
		s, _, err := c.home.start(ctx, "full", anyone)
		if err != nil {
			return err
		}
		all, err := c.gatherAtDoors(ctx, s, n)
		if err == nil {
			var r *rushed
			if r, err = b.handIn(ctx, s, all); err == nil {
				ours, took = append(ours, r.perSecond), append(took, r)
			}
		}
		if err == nil && n == b.rounds-1 {
			err = b.largestBatch(ctx, s, all[0], c.kind)
		}
		s.stop()
		if err != nil {
			return err
		}
		plain, err := c.home.insertEntries(ctx, all)
		if err != nil {
			return err
		}
		raw = append(raw, plain)
		progress("%s: %.0f entries a second, %.0f rows a second inserted", c.kind, last(ours), plain)
	}
	b.add(c.kind, compared(row{work: "entries over HTTP, 32 devices, 8 events", ours: rate(median(ours)), beside: "rows inserted, 50 at a time", theirs: rate(median(raw)), want: entriesWant},
		median(ours), median(raw)),
		row{work: "  a batch of 50 takes, p50 / p99", ours: middle(took).shown()})
	return nil
}

// gatherAtDoors makes the events of a round, with their devices, and signs people up. Rounds differ in their minute, so that
// nobody is in two places at once.
func (c *crowded) gatherAtDoors(ctx context.Context, s *server, round int) ([]*doorEvent, error) {
	lead := newClient(s.url, c.tokens[2])
	begins := time.Now().UTC().Truncate(time.Minute).Add(beforehand + 2*time.Minute*time.Duration(round))
	var all []*doorEvent
	for range doorEvents {
		e, err := newEventAt(ctx, lead, begins, time.Minute, comers)
		if err != nil {
			return nil, err
		}
		at := &doorEvent{event: e}
		for range doors / doorEvents {
			d, err := newDevice(ctx, lead, s.url, e.ID)
			if err != nil {
				return nil, err
			}
			at.devices = append(at.devices, d)
		}
		all = append(all, at)
	}
	var mu sync.Mutex
	_, err := rush(ctx, s.url, demand{n: comers}, func(p *phone, i int) error {
		e := all[i%doorEvents]
		signUp, person, err := e.enrol(p, c.tokens[i], i)
		if err == nil && signUp != "" {
			mu.Lock()
			e.signUps, e.people = append(e.signUps, signUp), append(e.people, person)
			mu.Unlock()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	community, err := communityOf(ctx, lead)
	for _, e := range all {
		err = errors.Join(err, e.plan(community))
	}
	return all, err
}

// enrol signs somebody up; nothing when she has something else at that time.
func (e *doorEvent) enrol(p *phone, token string, i int) (signUp, person string, err error) {
	body := fmt.Appendf(nil, `{"query":"mutation($shift:ID!,$key:ID){signUp(shiftId:$shift,key:$key){id person{id}}}","variables":{"shift":%q,"key":"%s-%d"}}`, e.shift, e.ID[3:], i)
	status, answer, err := p.post("/graphql", token, body)
	if err != nil || bytes.Contains(answer, []byte(`"CLASH"`)) {
		return "", "", err
	}
	var got struct {
		Data struct {
			SignUp []struct {
				ID     string
				Person struct{ ID string }
			}
		}
	}
	if err := json.Unmarshal(answer, &got); err != nil || len(got.Data.SignUp) != 1 {
		return "", "", fmt.Errorf("HTTP %d: %.300s", status, answer)
	}
	return got.Data.SignUp[0].ID, got.Data.SignUp[0].Person.ID, nil
}

func communityOf(ctx context.Context, lead *client) (string, error) {
	var got struct{ Community struct{ ID string } }
	err := lead.ask(ctx, `{ community(slug: "demo") { id } }`, nil, &got)
	return got.Community.ID, err
}

// newDevice makes a door device of the event.
func newDevice(ctx context.Context, lead *client, server, eventID string) (*doorDevice, error) {
	var link struct{ IssueDevice struct{ URL string } }
	if err := lead.ask(ctx, `mutation($e: ID!) { issueDevice(eventId: $e, name: "门口") { url } }`, map[string]any{"e": eventID}, &link); err != nil {
		return nil, err
	}
	u, err := url.Parse(link.IssueDevice.URL)
	if err != nil {
		return nil, err
	}
	var claim struct {
		ClaimDevice struct {
			Token  string
			Device struct{ ID string }
		}
	}
	err = newClient(server, "").ask(ctx, `mutation($t: String!) { claimDevice(token: $t) { token device { id } } }`, map[string]any{"t": path.Base(u.Path)}, &claim)
	return &doorDevice{token: claim.ClaimDevice.Token, id: claim.ClaimDevice.Device.ID}, err
}

// plan gives each device its share of the people, who all come and then all leave.
func (e *doorEvent) plan(community string) error {
	began := time.Now().UTC().Truncate(time.Millisecond).Add(-time.Minute)
	for d, device := range e.devices {
		for i, direction := range []string{"IN", "OUT"} {
			var batch []*doorEntry
			for n := d; n < len(e.signUps); n += len(e.devices) {
				at := began.Add(time.Duration(i) * 30 * time.Second).Add(time.Duration(n) * time.Millisecond)
				batch = append(batch, &doorEntry{ID: uuid.NewString(), EventID: e.ID, Method: "LIST", Direction: direction, At: at.Format(time.RFC3339Nano), SignUpID: e.signUps[n],
					community: community, person: e.people[n], device: device.id, at: at})
				if len(batch) == entryBatch {
					body, err := device.body(batch)
					if err != nil {
						return err
					}
					device.batches, device.bodies, batch = append(device.batches, batch), append(device.bodies, body), nil
				}
			}
		}
	}
	return nil
}
