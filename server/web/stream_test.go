package web

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// begun is an operation on a phone's socket that is about to begin a subscription, by hand.
func (b *booted) begun(c *conn, query string) (context.Context, *operation, *graphql.OperationContext) {
	b.Helper()
	v, _ := c.who()
	ctx := viewer.With(c.ctx, v)
	op := &operation{id: "1", c: c, seen: -1, round: func() {}, params: &graphql.RawParams{Query: query, Variables: map[string]any{"e": b.event.ID}}}
	oc, refused := b.site.prepare(ctx, op.params)
	if refused != nil {
		b.Fatal(refused.Errors)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running = append(c.running, op)
	return ctx, op, oc
}

// Whoever comes while a stream ends does not follow what has ended.
func TestNobodyJoinsAStreamThatEnds(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	b.follow(p, "1")
	c := b.only()
	c.mu.Lock()
	s := c.running[0].stream
	c.mu.Unlock()
	b.site.streams.mu.Lock() // it cannot end wholly
	defer b.site.streams.mu.Unlock()
	go s.end()
	late := &operation{id: "2", c: c}
	for deadline := time.Now().Add(5 * time.Second); ; {
		if _, ok := s.add(late); !ok {
			return
		}
		if s.leave(late); time.Now().After(deadline) {
			t.Fatal("joined while it ended")
		}
	}
}

// Of changes the first is not passed by the second, and is not kept for ever.
func TestTheFirstPageComesFirst(t *testing.T) {
	b := boot(t)
	b.hello(b.token(b.lead))
	c := b.only()
	ctx, op, oc := b.begun(c, `subscription($e:ID!){rosterChanged(eventId:$e){revision}}`)
	s, first, errs := b.site.streams.open(ctx, op, oc)
	if s == nil {
		t.Fatal(errs)
	}
	b.raise()
	for range 1_000 {
		if runtime.Gosched(); s.reading.state.Load() != wanted {
			t.Fatal("read before the first was shown")
		}
	}
	if s.newest != nil || first == nil {
		t.Error("the first page is kept")
	}
}

// gone ends its operation at the moment at which it is asked what it asks for.
type gone struct{ end func() }

func (g gone) MarshalJSON() ([]byte, error) {
	g.end()
	return []byte("1"), nil
}

// A stream that others may follow does not end with whoever began it.
func TestTheBeginnerOfAStreamLeavesAtOnce(t *testing.T) {
	b := boot(t)
	b.hello("")
	ctx, op, oc := b.begun(b.only(), counts)
	ctx, end := context.WithCancel(ctx)
	oc.Variables["gone"] = gone{end}
	s, _, _ := b.site.streams.open(ctx, op, oc)
	if s == nil {
		return // nobody can follow it
	}
	for range 1_000 {
		if runtime.Gosched(); s.ctx.Err() != nil {
			t.Fatal("it is shared, and can read no more")
		}
	}
}

// Who comes while a stream has read on is brought up to it; nobody is shown what is older.
func TestWhoComesIsBroughtUpToDate(t *testing.T) {
	b := boot(t)
	first := b.hello("")
	b.follow(first, "1")
	c := b.only()
	c.mu.Lock()
	s := c.running[0].stream
	c.mu.Unlock()
	s.mu.Lock()
	s.newest = newState([]byte(`{"data":{"eventCounts":{"revision":7}}}`), 7, true, "1")
	s.mu.Unlock()
	second := b.hello("")
	second.subscribe("1", counts, map[string]any{"e": b.event.ID})
	second.sees(7)
	first.sees(b.raise())
	second.say(`{"type":"ping"}`)
	if m := second.hear(); m.Type != "pong" {
		t.Errorf("after 7 comes %+v %s", m, m.Payload)
	}
}

// A reading that fails is tried again, for the change may be the last for long.
func TestAReadingThatFailsIsTriedAgain(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	b.follow(p, "1")
	var fails atomic.Int32
	fails.Store(1)
	b.Store.Client().Event.Intercept(db.InterceptFunc(func(next db.Querier) db.Querier {
		return db.QuerierFunc(func(ctx context.Context, q db.Query) (db.Value, error) {
			if !viewer.From(ctx).Internal && fails.Add(-1) >= 0 {
				return nil, errors.New("the database is away")
			}
			return next.Query(ctx, q)
		})
	}))
	p.sees(b.raise())
	if fails.Load() >= 0 {
		t.Error("no reading has failed")
	}
}

// What few may see from now on goes to none of those who may not.
func TestWhatIsPublicNoLongerIsSharedNoLonger(t *testing.T) {
	b := boot(t)
	lead, other := b.hello(b.token(b.lead)), b.hello(b.token(b.volunteer))
	b.follow(lead, "1")
	b.follow(other, "1")
	b.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Event.UpdateOneID(b.event.ID).SetStatus(event.StatusDRAFT).AddRosterVersion(1).ExecX(ctx)
		tx.Announce(live.Event(b.event.ID))
	})
	if m := other.hear(); m.Type != "error" || !strings.Contains(string(m.Payload), "NOT_FOUND") {
		t.Errorf("a volunteer is answered %+v %s", m, m.Payload)
	}
	lead.hear()
	lead.sees(b.raise())
}
