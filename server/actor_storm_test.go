package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// actor is one phone. What she did nobody else does: only the rules move her rows further.
type actor struct {
	*crowd
	token  string
	people []string
	party  bool // a household that is signed up by the secretary, some at a time
	random *rand.Rand

	mu      sync.Mutex
	told    []*asked
	pending string // the sign-up that she asks to change now
	asks    int
	last    map[string]place // what she was told last, by person and shift
}

// asked is a request and its answer: rows, or the code of a refusal.
type asked struct {
	person, key string
	body        []byte
	rows        []place
	refused     string
}

// place is a sign-up as an answer shows it.
type place struct {
	ID, Status string
	Person     struct{ ID string }
	Shift      struct{ ID string }
}

func (p place) final() bool {
	return slices.Contains([]string{"", "WITHDRAWN", "EXPIRED", "REMOVED"}, p.Status)
}

const fields = `{id status person{id} shift{id}}`

// live does one thing after the other until it is enough.
func (a *actor) live() {
	a.last = map[string]place{}
	for a.enough.Err() == nil {
		shift := a.shifts[a.random.IntN(shifts)]
		var free, in []string
		for _, p := range a.people {
			if a.last[p+shift].final() {
				free = append(free, p)
			} else {
				in = append(in, p)
			}
		}
		switch {
		case len(in) == 0 || len(free) > 0 && a.random.IntN(3) == 0:
			a.signUp(shift, free)
		default:
			a.further(a.last[in[a.random.IntN(len(in))]+shift])
		}
	}
}

func (a *actor) signUp(shift string, free []string) {
	variables := map[string]any{"shift": shift}
	if a.party {
		a.random.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
		variables["people"] = free[:1+a.random.IntN(min(3, len(free)))]
	}
	a.do("", `mutation($shift:ID!,$people:[ID!],$key:ID){told:signUp(shiftId:$shift,people:$people,key:$key)`+fields+`}`, variables)
}

// further answers an offer, withdraws, or waits on.
func (a *actor) further(p place) {
	if p.Status != "CONFIRMED" && !a.party {
		var now struct{ Node place }
		a.must(a.token, `query($id:ID!){node(id:$id){...on SignUp`+fields+`}}`, map[string]any{"id": p.ID}, &now)
		a.last[now.Node.Person.ID+now.Node.Shift.ID] = now.Node
		p = now.Node
	}
	switch {
	case p.final():
	case p.Status == "OFFERED":
		a.do(p.ID, `mutation($id:ID!,$accept:Boolean!,$key:ID){told:answerOffer(signUpId:$id,accept:$accept,key:$key)`+fields+`}`,
			map[string]any{"id": p.ID, "accept": a.random.IntN(3) > 0})
	case p.Status == "CONFIRMED" || a.random.IntN(3) == 0:
		variables := map[string]any{"id": p.ID}
		if a.party {
			variables["reason"] = "改天"
		}
		a.do(p.ID, `mutation($id:ID!,$reason:String,$key:ID){told:withdraw(signUpId:$id,reason:$reason,key:$key)`+fields+`}`, variables)
	}
}

// do asks for a change until it is answered, and remembers the answer.
func (a *actor) do(signUp, document string, variables map[string]any) {
	a.asks++
	one := &asked{person: a.people[0], key: fmt.Sprintf("%s-%d", a.people[0], a.asks)}
	variables["key"] = one.key
	one.body, _ = json.Marshal(map[string]any{"query": document, "variables": variables})
	a.mu.Lock()
	a.pending = signUp
	a.mu.Unlock()
	one.rows, one.refused = a.until(a.token, one.body)
	a.mu.Lock()
	a.pending = ""
	a.told = append(a.told, one)
	a.mu.Unlock()
	for _, p := range one.rows {
		a.last[p.Person.ID+p.Shift.ID] = p
	}
	a.answered.Add(1)
	select {
	case a.news <- struct{}{}:
	default:
	}
}

// until asks until there is an answer: a lost connection and an answer that says so are no answers.
func (c *crowd) until(token string, body []byte) (rows []place, refused string) {
	late := time.Now().Add(60 * time.Second)
	for time.Now().Before(late) {
		var reply struct {
			Data   struct{ Told json.RawMessage }
			Errors []struct {
				Message    string
				Extensions struct {
					Code, Reason string
					RetryAfter   int
				}
			}
		}
		raw, err := c.post(token, body)
		switch {
		case err != nil || json.Unmarshal(raw, &reply) != nil: // nobody there, or an answer cut short
		case len(reply.Errors) == 0:
			return rowsOf(c, reply.Data.Told), ""
		case reply.Errors[0].Extensions.Code == "INTERNAL" && (reply.Errors[0].Extensions.Reason != "DATABASE_AWAY" || reply.Errors[0].Extensions.RetryAfter < 1):
			c.Errorf("seed %d: %s", c.seed, raw)
			return nil, "INTERNAL"
		case reply.Errors[0].Extensions.Code != "INTERNAL":
			return nil, reply.Errors[0].Extensions.Code
		}
		<-time.After(10 * time.Millisecond)
	}
	c.Errorf("seed %d: no answer to %s", c.seed, body)
	return nil, "SILENCE"
}

func rowsOf(c *crowd, raw json.RawMessage) (rows []place) {
	if bytes.HasPrefix(raw, []byte("{")) {
		raw = slices.Concat([]byte("["), raw, []byte("]"))
	}
	if err := json.Unmarshal(raw, &rows); err != nil || len(rows) == 0 {
		c.Errorf("seed %d: answers %s", c.seed, raw)
	}
	return rows
}

func (c *crowd) post(token string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(c.Context(), http.MethodPost, "http://"+c.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := c.web.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	return io.ReadAll(answer.Body)
}

// must reads, or sets the scene; while the server is away it waits.
func (c *crowd) must(token, document string, variables map[string]any, into any) {
	body, _ := json.Marshal(map[string]any{"query": document, "variables": variables})
	for late := time.Now().Add(60 * time.Second); time.Now().Before(late); {
		raw, err := c.post(token, body)
		var reply struct {
			Data   json.RawMessage
			Errors []struct{ Extensions struct{ Reason string } }
		}
		switch {
		case err != nil || json.Unmarshal(raw, &reply) != nil || len(reply.Errors) > 0 && reply.Errors[0].Extensions.Reason == "DATABASE_AWAY":
			<-time.After(10 * time.Millisecond)
			continue
		case len(reply.Errors) > 0:
			c.Errorf("seed %d: %s", c.seed, raw)
		case into != nil:
			if err := json.Unmarshal(reply.Data, into); err != nil {
				c.Errorf("seed %d: %v: %s", c.seed, err, raw)
			}
		}
		return
	}
	c.Errorf("seed %d: no answer to %s", c.seed, document)
}
