package roster_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/roster"
)

// ask is a request of a client, and reply what it was answered: a row as the answer shows it, or why it was refused.
type ask struct {
	verb   string
	person int
	id     string // of the sign-up; empty for signUp
}

type reply struct {
	id       string
	status   signup.Status
	position int
	refused  string
}

// queued is one row of one shift, in its order; state is all that there ever were.
type queued struct {
	id     string
	person int
	status signup.Status
}

type state []queued

const linearPlaces = 2

// reachable tells whose page is open: the others have a place at once when their turn comes.
func reachable(person int) bool { return person%2 == 0 }

// linear is what one shift of a few places does when requests come one after the other.
var linear = porcupine.Model{
	Init: func() any { return state(nil) },
	Step: func(s, input, output any) (bool, any) {
		next := slices.Clone(s.(state))
		want := next.take(input.(ask), output.(reply).id)
		return want == output.(reply), next
	},
	Equal:             func(a, b any) bool { return slices.Equal(a.(state), b.(state)) },
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v -> %+v", input, output) },
}

// take is the answer to a request; a sign-up that is new gets the id that the real answer names.
func (s *state) take(a ask, id string) reply {
	i := slices.IndexFunc(*s, func(q queued) bool { return q.id == a.id })
	if a.verb == "signUp" {
		i = slices.IndexFunc(*s, func(q queued) bool { return q.person == a.person && !roster.Final(q.status) })
		if i < 0 {
			if slices.ContainsFunc(*s, func(q queued) bool { return q.id == id }) {
				return reply{refused: "a new sign-up has a new id"}
			}
			*s = append(*s, queued{id, a.person, signup.StatusWAITLISTED})
			s.settle(id)
			return s.show(id)
		}
		return s.show((*s)[i].id)
	}
	if i < 0 {
		return reply{refused: "who knows the id was told it"}
	}
	q := &(*s)[i]
	over := roster.Final(q.status)
	switch {
	case a.verb == "withdraw" && !over, a.verb == "decline" && q.status == signup.StatusOFFERED:
		q.status = signup.StatusWITHDRAWN
	case a.verb == "accept" && q.status == signup.StatusOFFERED:
		q.status = signup.StatusCONFIRMED
	case a.verb == "withdraw" && over, a.verb == "decline" && over, a.verb == "accept" && q.status == signup.StatusCONFIRMED:
		return s.show(a.id)
	case a.verb == "accept" && over:
		return reply{refused: "OFFER_EXPIRED"}
	case a.verb == "moveUp" && q.status == signup.StatusWAITLISTED:
		up := *q
		*s = slices.Delete(*s, i, i+1)
		first := slices.IndexFunc(*s, func(q queued) bool { return q.status == signup.StatusWAITLISTED })
		if first < 0 {
			first = len(*s)
		}
		*s = slices.Insert(*s, first, up)
	case a.verb == "moveUp":
		return reply{refused: "NOT_WAITING"}
	default:
		return reply{refused: "NOT_OFFERED"}
	}
	s.settle("")
	return s.show(a.id)
}

// settle gives the free places to who waits, in order.
func (s *state) settle(newcomer string) {
	free := linearPlaces
	for _, q := range *s {
		if q.status == signup.StatusCONFIRMED || q.status == signup.StatusOFFERED {
			free--
		}
	}
	for i := range *s {
		q := &(*s)[i]
		if q.status != signup.StatusWAITLISTED || free == 0 {
			continue
		}
		q.status = signup.StatusOFFERED
		if q.id == newcomer || !reachable(q.person) {
			q.status = signup.StatusCONFIRMED
		}
		free--
	}
}

func (s *state) show(id string) reply {
	position := 0
	for _, q := range *s {
		waits := q.status == signup.StatusWAITLISTED
		if waits {
			position++
		}
		if q.id == id && waits {
			return reply{id, q.status, position, ""}
		} else if q.id == id {
			return reply{id, q.status, 0, ""}
		}
	}
	return reply{refused: "unknown"}
}

// TestLinearizable lets six clients of four people hurry at two places through two programs, and checks that the answers are
// those of some order in which the requests could have come one after the other.
func TestLinearizable(t *testing.T) {
	each(t, 4, nil, func(s *scene) {
		for person := range s.people {
			if reachable(person) {
				s.openPage(person)
			}
		}
		r := s.replicas()
		for range number("LINLI_ROUNDS", 6) {
			s.event = s.Event(s.place.Branches[0], 72*time.Hour, linearPlaces)
			history := s.hurry(r, 6, 12)
			if porcupine.CheckOperationsTimeout(linear, history, time.Minute) != porcupine.Ok {
				var lines []string
				for _, o := range history {
					lines = append(lines, fmt.Sprintf("client %d, %d to %d: %s", o.ClientId, o.Call, o.Return, linear.DescribeOperation(o.Input, o.Output)))
				}
				s.Fatalf("no order explains these answers:\n%s", strings.Join(lines, "\n"))
			}
			recountEvent(s.Kit, s.event.ID)
			s.Clock.Move(100 * time.Hour)
		}
	})
}

// hurry lets clients make so many requests each and records when they began and ended.
func (s *scene) hurry(r [2]*roster.Rosters, clients, requests int) []porcupine.Operation {
	var mu sync.Mutex
	var all []porcupine.Operation
	var clock atomic.Int64
	ids := make([]atomic.Pointer[string], len(s.people)) // the latest sign-up that somebody was told of
	lead := s.As(s.lead)
	ctx := make([]context.Context, len(s.people))
	for i, p := range s.people {
		ctx[i] = s.As(p)
	}
	var wg sync.WaitGroup
	for client := range clients {
		seed := rand.Uint64()
		wg.Go(func() {
			random := rand.New(rand.NewPCG(seed, 3))
			for n := range requests {
				a := ask{person: random.IntN(len(s.people)), verb: []string{"signUp", "signUp", "withdraw", "accept", "decline", "moveUp"}[random.IntN(6)]}
				id := ids[a.person].Load()
				if id == nil {
					a.verb = "signUp"
				}
				if a.verb != "signUp" {
					a.id = *id
				}
				from := clock.Add(1)
				got, err := s.make(r[(client+n)%2], ctx[a.person], lead, a)
				until := clock.Add(1)
				out := replied(got, err)
				if out.id != "" && a.verb == "signUp" {
					ids[a.person].Store(&out.id)
				}
				mu.Lock()
				all = append(all, porcupine.Operation{ClientId: client, Input: a, Call: from, Output: out, Return: until})
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return all
}

func (s *scene) make(r *roster.Rosters, ctx, lead context.Context, a ask) (*roster.SignUp, error) {
	switch a.verb {
	case "signUp":
		rows, err := r.SignUp(ctx, s.shift(0), nil, nil)
		if err != nil {
			return nil, err
		}
		return rows[0], nil
	case "withdraw":
		return r.Withdraw(ctx, a.id, nil, nil)
	case "moveUp":
		return r.MoveUp(lead, a.id, "家里有老人", nil)
	default:
		return r.AnswerOffer(ctx, a.id, a.verb == "accept", nil)
	}
}

func replied(s *roster.SignUp, err error) reply {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return reply{refused: f.Reason}
	case err != nil:
		return reply{refused: err.Error()}
	case s.QueuePosition != nil:
		return reply{s.ID, s.Status, *s.QueuePosition, ""}
	}
	return reply{s.ID, s.Status, 0, ""}
}

// TestLinearCheckFinds shows that the check fails for what must not be.
func TestLinearCheckFinds(t *testing.T) {
	op := func(client int, from, until int64, a ask, r reply) porcupine.Operation {
		return porcupine.Operation{ClientId: client, Call: from, Return: until, Input: a, Output: r}
	}
	in := func(person int) ask { return ask{"signUp", person, ""} }
	got := func(id string, status signup.Status, position int) reply { return reply{id, status, position, ""} }
	first := op(0, 1, 4, in(0), got("a", signup.StatusCONFIRMED, 0))
	for name, c := range map[string]struct {
		ok   bool
		last []porcupine.Operation
	}{
		"two places, two people":         {true, []porcupine.Operation{op(1, 2, 5, in(1), got("b", signup.StatusCONFIRMED, 0))}},
		"a third place":                  {false, []porcupine.Operation{op(1, 2, 5, in(1), got("b", signup.StatusCONFIRMED, 0)), op(2, 3, 6, in(2), got("c", signup.StatusCONFIRMED, 0))}},
		"a wait beside a free place":     {false, []porcupine.Operation{op(1, 2, 5, in(1), got("b", signup.StatusWAITLISTED, 1))}},
		"two sign-ups of one person":     {false, []porcupine.Operation{op(1, 2, 5, in(0), got("b", signup.StatusCONFIRMED, 0))}},
		"withdrawn before it was made":   {true, []porcupine.Operation{op(1, 2, 5, ask{"withdraw", 0, "a"}, got("a", signup.StatusWITHDRAWN, 0))}},
		"in after one's own withdrawal":  {false, []porcupine.Operation{op(1, 5, 6, ask{"withdraw", 0, "a"}, got("a", signup.StatusWITHDRAWN, 0)), op(1, 7, 8, in(0), got("a", signup.StatusCONFIRMED, 0))}},
		"an answer from before":          {false, []porcupine.Operation{op(1, 5, 6, ask{"withdraw", 0, "a"}, got("a", signup.StatusWITHDRAWN, 0)), op(1, 7, 8, ask{"accept", 0, "a"}, got("a", signup.StatusCONFIRMED, 0))}},
		"the same answer to the latest":  {true, []porcupine.Operation{op(1, 5, 6, in(0), got("a", signup.StatusCONFIRMED, 0))}},
		"a place in a queue of nobody":   {false, []porcupine.Operation{op(1, 5, 6, in(0), got("a", signup.StatusWAITLISTED, 2))}},
		"moved up, and not at the front": {false, []porcupine.Operation{op(1, 5, 6, ask{"moveUp", 0, "a"}, got("a", signup.StatusWAITLISTED, 2))}},
	} {
		if got := porcupine.CheckOperations(linear, append([]porcupine.Operation{first}, c.last...)); got != c.ok {
			t.Errorf("%s: %v", name, got)
		}
	}
}
