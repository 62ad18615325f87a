package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

// followers are how many operations follow each shared stream.
func (b *booted) followers() []int {
	b.site.streams.mu.Lock()
	defer b.site.streams.mu.Unlock()
	var all []int
	for _, s := range b.site.streams.all {
		s.mu.Lock()
		all = append(all, len(s.operations))
		s.mu.Unlock()
	}
	return all
}

// raise commits a change of the event; the revision is what a reader then sees.
func (b *booted) raise() int64 {
	b.Helper()
	var e *db.Event
	b.Do(func(ctx context.Context, tx *store.Tx) {
		e = tx.Event.UpdateOneID(b.event.ID).AddRosterVersion(1).SaveX(ctx)
		tx.Announce(live.Event(e.ID))
	})
	return e.RosterVersion
}

// sees reads messages until one has the revision.
func (p *phone) sees(revision int64) {
	p.Helper()
	last := int64(-1)
	for last < revision {
		m := p.hear()
		got := revisionOf(p.TB, m)
		if got < last {
			p.Fatalf("revision %d comes after %d", got, last)
		}
		last = got
	}
	if last != revision {
		p.Fatalf("revision %d, not %d", last, revision)
	}
}

func revisionOf(t testing.TB, m message) int64 {
	t.Helper()
	var payload struct {
		Data struct{ EventCounts *struct{ Revision int64 } }
	}
	if err := json.Unmarshal(m.Payload, &payload); m.Type != "next" || err != nil || payload.Data.EventCounts == nil {
		t.Fatalf("comes %+v %s", m, m.Payload)
	}
	return payload.Data.EventCounts.Revision
}

// follow subscribes to the counts and takes the first message.
func (b *booted) follow(p *phone, id string) {
	b.Helper()
	p.subscribe(id, counts, map[string]any{"e": b.event.ID})
	revisionOf(b, p.hear())
}

func TestOneExecutionServesAll(t *testing.T) { testkit.Each(t, oneExecutionServesAll) }

func oneExecutionServesAll(t *testing.T, k *testkit.Kit) {
	b := bootOn(t, k)
	tokens := []string{"", b.token(b.volunteer), b.token(b.lead)}
	var phones []*phone
	for i := range 12 {
		p := b.hello(tokens[i%3])
		b.follow(p, fmt.Sprintf("%d \"", i%2)) // an id may be anything
		phones = append(phones, p)
	}
	if got := b.followers(); len(got) != 1 || got[0] != 12 {
		t.Fatalf("followed by %v", got)
	}
	now := b.raise()
	for _, p := range phones {
		p.sees(now)
	}
	for _, p := range phones[:11] { // also the one that began it
		_ = p.Close()
	}
	phones[11].sees(b.raise())
	phones[11].say(`{"id":"1 \"","type":"complete"}`)
	phones[11].say(`{"type":"ping"}`)
	phones[11].hear()
	if got := b.followers(); len(got) != 0 {
		t.Errorf("followed by %v after the last has left", got)
	}
}

func TestWhatIsShared(t *testing.T) {
	b := boot(t)
	root := map[string]any{"e": b.place.Root.ID}
	for query, shared := range map[string]bool{
		`subscription($e:ID!){unitCounts(unitId:$e){revision people unit{id name}}}`:                   true,
		`subscription($e:ID!){unitCounts(unitId:$e){revision ... on UnitCounts{__typename}}}`:          true,
		`subscription($e:ID!){unitCounts(unitId:$e){...f}} fragment f on UnitCounts{revision}`:         true,
		`subscription($e:ID!){unitCounts(unitId:$e){revision unit{children{id}}}}`:                     false,
		`subscription($e:ID!){unitCounts(unitId:$e){...f}} fragment f on UnitCounts{unit{parent{id}}}`: false,
		`subscription($e:ID!){unitCounts(unitId:$e){unit{... on Unit{people{totalCount}}}}}`:           false,
		`subscription{inboxChanged{unread}}`:                                                           false,
	} {
		p := b.hello(b.token(b.lead))
		p.subscribe("1", query, root)
		if m := p.hear(); m.Type != "next" {
			t.Fatalf("%s: comes %+v %s", query, m, m.Payload)
		}
		if got := len(b.followers()) == 1; got != shared {
			t.Errorf("%s: shared is %v", query, got)
		}
		p.say(`{"id":"1","type":"complete"}`)
		p.say(`{"type":"ping"}`)
		p.hear()
	}
}

func TestOtherVariablesAreAnotherStream(t *testing.T) {
	b := boot(t)
	other := b.Event(b.place.Root, 24*60*60*1e9, 10)
	p := b.hello("")
	b.follow(p, "1")
	p.subscribe("2", counts, map[string]any{"e": other.ID})
	revisionOf(t, p.hear())
	if got := b.followers(); len(got) != 2 {
		t.Fatalf("followed by %v", got)
	}
	now := b.raise()
	if m := p.hear(); m.ID != "1" || revisionOf(t, m) != now {
		t.Errorf("comes %+v %s", m, m.Payload)
	}
}

// A household is shown to few: a socket of one who may see it shares its counts with nobody.
func TestAHouseholdIsNotShared(t *testing.T) {
	b := boot(t)
	p := b.hello(b.token(b.lead))
	p.subscribe("1", `subscription($u:ID!){unitCounts(unitId:$u){revision}}`, map[string]any{"u": b.place.Households[0].ID})
	if m := p.hear(); m.Type != "next" {
		t.Fatalf("comes %+v %s", m, m.Payload)
	}
	if got := b.followers(); len(got) != 0 {
		t.Errorf("followed by %v", got)
	}
}

// Of a document with several operations each has a stream of its own.
func TestAnotherOperationIsAnotherStream(t *testing.T) {
	b := boot(t)
	p := b.hello("")
	for _, name := range []string{"few", "all"} {
		p.say(`{"id":"` + name + `","type":"subscribe","payload":{"operationName":"` + name + `","variables":{"e":"` + b.event.ID +
			`"},"query":"subscription few($e:ID!){eventCounts(eventId:$e){revision}} subscription all($e:ID!){eventCounts(eventId:$e){revision confirmed}}"}}`)
		if m := p.hear(); m.ID != name || strings.Contains(string(m.Payload), "confirmed") != (name == "all") {
			t.Errorf("%s is answered %+v %s", name, m, m.Payload)
		}
	}
	b.raise()
	for range 2 {
		if m := p.hear(); strings.Contains(string(m.Payload), "confirmed") != (m.ID == "all") {
			t.Errorf("then comes %+v %s", m, m.Payload)
		}
	}
}

// Also where a delivery is shared out among the processors nobody is left out.
func TestManyAreAllTold(t *testing.T) {
	b := boot(t)
	var phones []*phone
	for range 2 {
		p := b.hello("")
		for i := range manyReaders/2 + 3 {
			b.follow(p, fmt.Sprint(i))
		}
		phones = append(phones, p)
	}
	now := b.raise()
	for _, p := range phones {
		told := map[string]bool{}
		for len(told) < manyReaders/2+3 {
			m := p.hear()
			if revisionOf(t, m) != now || told[m.ID] {
				t.Fatalf("comes %+v %s", m, m.Payload)
			}
			told[m.ID] = true
		}
	}
}

// Whoever asks for ever other things is told to stop, and holds up nobody; what others follow already she may follow too.
func TestOneMayOpenSoMany(t *testing.T) {
	b := boot(t, func(c *Config) { c.Limits = true })
	opened := 0
	var p *phone
	open := func() message {
		if opened%(mostOperationsOpen-5) == 0 {
			p = b.hello("")
		}
		opened++
		p.subscribe(fmt.Sprint(opened), strings.Repeat(" ", opened)+counts, map[string]any{"e": b.event.ID})
		return p.hear()
	}
	for range mostOpened {
		revisionOf(t, open())
	}
	if m := open(); m.Type != "error" || !strings.Contains(string(m.Payload), "RATE_LIMITED") {
		t.Fatalf("one too many is answered %+v %s", m, m.Payload)
	}
	p.subscribe("same", " "+counts, map[string]any{"e": b.event.ID})
	revisionOf(t, p.hear())
	b.follow(b.hello(b.token(b.volunteer)), "1") // somebody else is not concerned
	p.say(fmt.Sprintf(`{"id":"%d","type":"complete"}`, opened-1))
	revisionOf(t, open())
}

// A stream that others follow is no way around one's own rights, and a draft, which few may see, is not shared at all.
func TestSharingGivesNoRights(t *testing.T) {
	b := boot(t)
	there := b.Place("there")
	stranger := b.Person(there.Households[0], "外人")
	b.Phone(stranger, "+8613900000003")
	token, err := b.auth.TokenFor(b.Context(), "+8613900000003")
	b.Must(err)
	b.follow(b.hello(""), "1")
	p := b.hello(token)
	p.subscribe("1", counts, map[string]any{"e": b.event.ID})
	if m := p.hear(); m.Type != "error" || !strings.Contains(string(m.Payload), "NOT_FOUND") {
		t.Fatalf("a stranger is answered %+v %s", m, m.Payload)
	}
	b.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Event.UpdateOneID(b.event.ID).SetStatus(event.StatusDRAFT).AddRosterVersion(1).ExecX(ctx)
		tx.Announce(live.Event(b.event.ID))
	})
	lead := b.hello(b.token(b.lead))
	b.follow(lead, "1")
	if got := b.followers(); len(got) != 0 {
		t.Errorf("a draft is followed by %v", got)
	}
	lead.sees(b.raise())
}

// When whoever's rights a stream reads with may no longer read, all who followed are judged by their own.
func TestTheReaderOfAStreamLosesHerRights(t *testing.T) {
	b := boot(t)
	first, second := b.hello(""), b.hello(b.token(b.volunteer))
	b.follow(first, "1")
	b.follow(second, "1")
	b.Do(func(ctx context.Context, tx *store.Tx) { tx.Community.Update().SetOpen(false).ExecX(ctx) })
	now := b.raise()
	second.sees(now)
	if m := first.hear(); m.Type != "error" || !strings.Contains(string(m.Payload), "NOT_FOUND") {
		t.Errorf("a stranger is answered %+v %s", m, m.Payload)
	}
	if got := b.followers(); len(got) != 1 || got[0] != 1 {
		t.Errorf("followed by %v", got)
	}
	second.sees(b.raise())
}
