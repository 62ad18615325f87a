package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	phones = 64
	// shifts that follow one another, so that each phone has that many sign-ups to make for the one event.
	shifts   = 12
	capacity = 40 // of each shift: 40 get a place, 24 queue
	// first is the number of the first demo person used: she and those after her hold no sign-up to come.
	first = 6
)

// admitted is what one way of signing up gave.
type admitted struct {
	phones    int
	perSecond float64
	p50, p99  time.Duration
	exact     bool
}

// admission lets the phones sign up for a fresh event, one at a time and then all at once.
func (b *bench) admission(ctx context.Context, kind string) ([]admitted, error) {
	h, forget, err := b.home(ctx, kind)
	if err != nil {
		return nil, err
	}
	defer forget()
	s, _, err := h.start(ctx, "small", list)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	tokens, err := s.tokens(ctx, first+phones-1)
	if err != nil {
		return nil, err
	}
	secretary := newClient(s.url, tokens[2])
	crowd := make([]*client, phones)
	for i := range crowd {
		crowd[i] = newClient(s.url, tokens[first-1+i])
	}
	results := []admitted{{phones: 1, exact: true}, {phones: phones, exact: true}}
	rates, p50s, p99s := [2][]float64{}, [2][]time.Duration{}, [2][]time.Duration{}
	for round := range b.rounds {
		for way := range results {
			e, err := newEvent(ctx, secretary, 10+2*round+way)
			if err != nil {
				return nil, err
			}
			took, each, err := e.rush(ctx, crowd, results[way].phones)
			if err != nil {
				return nil, err
			}
			exact, err := e.exact(ctx, secretary)
			if err != nil {
				return nil, err
			}
			results[way].exact = results[way].exact && exact
			rates[way] = append(rates[way], float64(len(each))/took.Seconds())
			slices.Sort(each)
			p50s[way], p99s[way] = append(p50s[way], each[len(each)/2]), append(p99s[way], each[len(each)*99/100])
		}
	}
	for way := range results {
		results[way].perSecond, results[way].p50, results[way].p99 = median(rates[way]), median(p50s[way]), median(p99s[way])
	}
	return results, nil
}

// event is what the phones want.
type event struct {
	ID     string
	Shifts []struct{ ID string }
}

// newEvent publishes one that begins in so many days.
func newEvent(ctx context.Context, secretary *client, day int) (*event, error) {
	var root struct {
		Community struct{ Root struct{ ID string } }
	}
	if err := secretary.ask(ctx, `{ community(slug: "demo") { root { id } } }`, nil, &root); err != nil {
		return nil, err
	}
	begins := time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, day)
	var list []map[string]any
	for i := range shifts {
		from := begins.Add(time.Duration(i) * 10 * time.Minute)
		list = append(list, map[string]any{"name": fmt.Sprintf("班次 %d", i+1), "startsAt": from, "endsAt": from.Add(10 * time.Minute), "capacity": capacity})
	}
	var made struct{ CreateEvent event }
	err := secretary.ask(ctx, `mutation($in: CreateEventInput!) { createEvent(input: $in) { id shifts { id } } }`, map[string]any{"in": map[string]any{
		"unitId": root.Community.Root.ID, "title": "抢名额", "kind": "VOLUNTEERING", "place": "社区广场",
		"startsAt": begins, "endsAt": begins.Add(shifts * 10 * time.Minute), "shifts": list,
	}}, &made)
	if err != nil {
		return nil, err
	}
	return &made.CreateEvent, secretary.ask(ctx, `mutation($id: ID!) { publishEvent(id: $id) { id } }`, map[string]any{"id": made.CreateEvent.ID}, nil)
}

// rush makes every phone sign up for every shift, with so many at a time, and tells how long each sign-up took.
func (e *event) rush(ctx context.Context, crowd []*client, atOnce int) (time.Duration, []time.Duration, error) {
	turns := make(chan *client, len(crowd))
	for _, c := range crowd {
		turns <- c
	}
	close(turns)
	var (
		mu     sync.Mutex
		all    []time.Duration
		failed error
		wait   sync.WaitGroup
	)
	began := time.Now()
	for range atOnce {
		wait.Go(func() {
			for c := range turns {
				each, err := e.signUp(ctx, c)
				mu.Lock()
				all = append(all, each...)
				if err != nil {
					failed = err
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return time.Since(began), all, failed
}

// signUp is one phone's work: a sign-up for each shift, one after the other.
func (e *event) signUp(ctx context.Context, c *client) (each []time.Duration, err error) {
	for _, s := range e.Shifts {
		began := time.Now()
		err := c.ask(ctx, `mutation($shift: ID!) { signUp(shiftId: $shift) { id status } }`, map[string]any{"shift": s.ID}, nil)
		if err != nil {
			return each, err
		}
		each = append(each, time.Since(began))
	}
	return each, nil
}

// exact tells whether every shift has exactly its places taken and everybody else in the queue, by counter and by row.
func (e *event) exact(ctx context.Context, secretary *client) (bool, error) {
	var got struct {
		Event struct {
			Counts struct {
				Shifts []struct{ Confirmed, Waitlisted int }
			}
		}
		Roster struct{ TotalCount int }
	}
	err := secretary.ask(ctx, `query($id: ID!) {
		event(id: $id) { counts { shifts { confirmed waitlisted } } }
		roster(eventId: $id, status: CONFIRMED, first: 1) { totalCount }
	}`, map[string]any{"id": e.ID}, &got)
	if err != nil {
		return false, err
	}
	exact := got.Roster.TotalCount == shifts*capacity && len(got.Event.Counts.Shifts) == shifts
	for _, s := range got.Event.Counts.Shifts {
		exact = exact && s.Confirmed == capacity && s.Waitlisted == phones-capacity
	}
	return exact, nil
}
