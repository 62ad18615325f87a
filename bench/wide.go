package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
)

// members is how many different people sign up in a round.
const members = 6_000

// event is what the people want: one shift with a place for each.
type event struct{ ID, shift string }

// newEvent publishes one that begins in so many days, beyond those of the demo.
func newEvent(ctx context.Context, secretary *client, day, places int) (*event, error) {
	return newEventAt(ctx, secretary, time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, day), time.Hour, places)
}

// newEventAt publishes one at that time.
func newEventAt(ctx context.Context, secretary *client, begins time.Time, lasts time.Duration, places int) (*event, error) {
	var root struct {
		Community struct{ Root struct{ ID string } }
	}
	if err := secretary.ask(ctx, `{ community(slug: "demo") { root { id } } }`, nil, &root); err != nil {
		return nil, err
	}
	var made struct {
		CreateEvent struct {
			ID     string
			Shifts []struct{ ID string }
		}
	}
	err := secretary.ask(ctx, `mutation($in: CreateEventInput!) { createEvent(input: $in) { id shifts { id } } }`, map[string]any{"in": map[string]any{
		"unitId": root.Community.Root.ID, "title": "抢名额", "kind": "VOLUNTEERING", "place": "社区广场", "startsAt": begins, "endsAt": begins.Add(lasts),
		"shifts": []any{map[string]any{"name": "班次", "startsAt": begins, "endsAt": begins.Add(lasts), "capacity": places}},
	}}, &made)
	if err != nil {
		return nil, err
	}
	e := &event{made.CreateEvent.ID, made.CreateEvent.Shifts[0].ID}
	return e, secretary.ask(ctx, `mutation($id: ID!) { publishEvent(id: $id) { id } }`, map[string]any{"id": e.ID}, nil)
}

// wide lets as many different people as there are tokens sign up for one event that has a place for each, with a session, a
// key and everything that the program does for a sign-up, and checks that it counted them right.
func (s *server) wide(ctx context.Context, tokens []string, secretary *client, day int) (*rushed, error) {
	e, err := newEvent(ctx, secretary, day, len(tokens))
	if err != nil {
		return nil, err
	}
	r, err := rush(ctx, s.url, demand{n: len(tokens)}, func(p *phone, i int) error { return e.signUp(p, tokens[i], i) })
	if err != nil {
		return nil, err
	}
	var got struct {
		Event struct {
			Counts struct{ Confirmed, Waitlisted int }
		}
		Roster struct{ TotalCount int }
	}
	err = secretary.ask(ctx, `query($id: ID!) { event(id: $id) { counts { confirmed waitlisted } } roster(eventId: $id, status: CONFIRMED, first: 1) { totalCount } }`,
		map[string]any{"id": e.ID}, &got)
	if n := len(tokens); err == nil && (got.Roster.TotalCount != n || got.Event.Counts.Confirmed != n || got.Event.Counts.Waitlisted != 0) {
		err = fmt.Errorf("%d people, counted %+v", n, got)
	}
	return r, err
}

// signUp asks for a place and must be given one.
func (e *event) signUp(p *phone, token string, i int) error {
	const document = `mutation($shift:ID!,$key:ID){signUp(shiftId:$shift,key:$key){id status queuePosition}}`
	body := fmt.Appendf(nil, `{"query":%q,"variables":{"shift":%q,"key":"%s-%d"}}`, document, e.shift, strings.TrimPrefix(e.ID, "ev_"), i)
	status, answer, err := p.post("/graphql", token, body)
	if err == nil && !bytes.Contains(answer, []byte(`"status":"CONFIRMED"`)) {
		err = fmt.Errorf("HTTP %d: %.300s", status, answer)
	}
	return err
}
