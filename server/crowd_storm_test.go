package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	kills = flag.Int("kills", 3, "how often the server is killed in a storm, on each database")
	seed  = flag.Uint64("seed", 0, "of a storm that is to be repeated, as far as it can be; 0: a new one")
)

const (
	alone   = 36 // people who sign up for themselves
	parties = 4  // small households that the secretary signs up and out, each by itself
	atHome  = 4  // people of such a household
	shifts  = 4
	places  = 12 // of each shift, for some fifty who come and go
)

// crowd is a storm: people who sign up, withdraw and answer offers with keys, as fast as they are answered, and who ask
// again with the same key until they are. Each remembers what she was told.
type crowd struct {
	*machine
	seed     uint64
	web      *http.Client
	shifts   []string
	actors   []*actor
	answered atomic.Int64
	news     chan struct{} // has a value when somebody was answered
	enough   context.Context
	end      context.CancelFunc
	done     sync.WaitGroup
}

// newCrowd starts the program with a small demo and an event; half of the people have a page open and are offered places.
func newCrowd(t *testing.T, env ...string) (*crowd, *running) {
	t.Helper()
	c := &crowd{machine: newMachine(t, append(env, "LINLI_DEMO=small", "LINLI_RATE_LIMITS=off")...), seed: *seed, news: make(chan struct{}, 1)}
	if c.seed == 0 {
		c.seed = rand.Uint64()
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("go test ./server -run '%s' -kills %d -seed %d", strings.Split(t.Name(), "/")[0], *kills, c.seed)
		}
	})
	c.web = &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64, DialContext: (&net.Dialer{}).DialContext}}
	c.enough, c.end = context.WithCancel(t.Context())
	r := c.serve()
	c.meet()
	return c, r
}

// meet makes the event and the people.
func (c *crowd) meet() {
	c.Helper()
	code, out, errs := c.command("token", "-demo", fmt.Sprint(5+alone+parties*atHome))
	if code != 0 {
		c.Fatal(errs)
	}
	var tokens []string
	for line := range strings.Lines(out) {
		_, token, _ := strings.Cut(strings.TrimSpace(line), "\t")
		tokens = append(tokens, token)
	}
	secretary, rest := tokens[2], tokens[5:] // the fourth is of another community
	c.shifts = c.event(secretary)
	for i := range alone {
		c.actors = append(c.actors, &actor{crowd: c, token: rest[i], people: []string{c.personOf(rest[i])}, random: rand.New(rand.NewPCG(c.seed, uint64(i)))})
	}
	for i := range parties {
		a := &actor{crowd: c, token: secretary, party: true, random: rand.New(rand.NewPCG(c.seed, uint64(alone+i)))}
		for n := range atHome {
			a.people = append(a.people, c.personOf(rest[alone+i*atHome+n]))
		}
		c.actors = append(c.actors, a)
	}
	c.openPages()
}

func (c *crowd) event(secretary string) (ids []string) {
	c.Helper()
	var root struct {
		Community struct{ Root struct{ ID string } }
	}
	c.must(secretary, `{community(slug:"demo"){root{id}}}`, nil, &root)
	begins := time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, 20)
	var list []any
	for i := range shifts {
		from := begins.Add(time.Duration(i) * time.Hour)
		list = append(list, map[string]any{"name": fmt.Sprint("班次 ", i+1), "startsAt": from, "endsAt": from.Add(time.Hour), "capacity": places})
	}
	var made struct {
		CreateEvent struct {
			ID     string
			Shifts []struct{ ID string }
		}
	}
	c.must(secretary, `mutation($in:CreateEventInput!){createEvent(input:$in){id shifts{id}}}`, map[string]any{"in": map[string]any{
		"unitId": root.Community.Root.ID, "title": "抢名额", "kind": "VOLUNTEERING", "place": "社区广场", "startsAt": begins, "endsAt": begins.Add(shifts * time.Hour), "shifts": list,
	}}, &made)
	c.must(secretary, `mutation($id:ID!){publishEvent(id:$id){id}}`, map[string]any{"id": made.CreateEvent.ID}, nil)
	for _, s := range made.CreateEvent.Shifts {
		ids = append(ids, s.ID)
	}
	return ids
}

func (c *crowd) personOf(token string) string {
	c.Helper()
	var me struct{ Viewer struct{ ID string } }
	c.must(token, `{viewer{id}}`, nil, &me)
	return me.Viewer.ID
}

// rage lets everybody begin.
func (c *crowd) rage() {
	for _, a := range c.actors {
		c.done.Go(a.live)
	}
}

// reach waits until so many more were answered.
func (c *crowd) reach(more int) {
	c.Helper()
	late := time.After(60 * time.Second)
	for until := c.answered.Load() + int64(more); c.answered.Load() < until; {
		select {
		case <-c.news:
		case <-late:
			c.Fatalf("seed %d: nobody is answered any more", c.seed)
		}
	}
}

// calm waits until everybody has her last answer.
func (c *crowd) calm() {
	c.end()
	c.done.Wait()
}
