package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/ent/db/membership"
	"linli/graph"
	"linli/server/auth"
	"linli/server/calendar"
	"linli/server/device"
	"linli/server/door"
	"linli/server/event"
	"linli/server/notice"
	"linli/server/org"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// replica serves the same community from another copy of the program; the embedded database has only the one.
func (b *booted) replica() *booted {
	b.Helper()
	if b.URL == "" {
		return b
	}
	return b.on(b.Open())
}

// on serves the community from a copy of the program with this store.
func (b *booted) on(s *store.Store) *booted {
	b.Helper()
	far, c := *b, b.site.Config
	far.auth = auth.New(auth.Config{Store: s, Keys: b.Keys, URL: c.URL})
	rosters := roster.New(s, b.Keys, roster.Options{})
	c.Hub, c.Viewer, c.Ready = s.Hub, far.auth.Viewer, s.Ping
	doors := door.New(s, b.Keys, rosters, false)
	c.Resolver = &graph.Resolver{Org: org.New(s, b.Keys), Events: event.New(s, rosters), Rosters: rosters,
		Door: doors, Tickets: rosters.Tickets(), Devices: device.New(s, doors, c.URL), Calendars: calendar.New(s, c.URL), Auth: far.auth, Inbox: notice.New(s), Hub: s.Hub}
	site, err := New(c)
	b.Must(err)
	server := httptest.NewServer(site)
	b.Cleanup(server.Close)
	far.site, far.url = site, server.URL
	return &far
}

// change posts a mutation.
func (b *booted) change(token, query string, variables map[string]any) {
	b.Helper()
	if r := b.ask(query, variables, "Authorization", "Bearer "+token); r.status != 200 || r.code() != "" {
		b.Fatalf("answered %s", r.body)
	}
}

// watching opens a socket of somebody who may see the roster, and follows roster and counts.
func (b *booted) watching(token string) *phone {
	b.Helper()
	p := b.hello(token)
	for _, query := range []string{"rosterChanged", "eventCounts"} {
		p.subscribe(query, `subscription($e:ID!){`+query+`(eventId:$e){revision}}`, map[string]any{"e": b.event.ID})
		if m := p.hear(); m.Type != "next" || m.ID != query {
			b.Fatalf("answered %+v %s", m, m.Payload)
		}
	}
	return p
}

// until hears until there is a message for the operation that does not go on, and says which.
func (p *phone) until(id string) string {
	p.Helper()
	for {
		if m := p.hear(); m.ID == id && m.Type != "next" {
			return m.Type + " " + string(m.Payload)
		}
	}
}

// TestRightsEndTheRoster takes away on one replica what lets somebody read a roster on another.
func TestRightsEndTheRoster(t *testing.T) {
	for name, c := range map[string]struct{ gives, takes string }{
		"role": {`mutation($p:ID!,$u:ID!){grantRole(personId:$p,unitId:$u,role:LEAD){id}}`,
			`mutation($p:ID!,$u:ID!){revokeRole(personId:$p,unitId:$u,role:LEAD){id}}`},
		"substitute": {`mutation($p:ID!,$e:ID!){nameSubstitute(eventId:$e,personId:$p){id}}`,
			`mutation($p:ID!,$e:ID!){dropSubstitute(eventId:$e,personId:$p){id}}`},
		"substitute of a cancelled event": {`mutation($p:ID!,$e:ID!){nameSubstitute(eventId:$e,personId:$p){id}}`,
			`mutation($e:ID!){cancelEvent(id:$e,reason:"下雨"){id}}`},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
				near := bootOn(t, k)
				k.Role(near.lead, near.place.Root, membership.RoleSECRETARY)
				with := map[string]any{"p": near.volunteer.ID, "u": near.place.Root.ID, "e": near.event.ID}
				lead := near.token(near.lead)
				near.change(lead, c.gives, with)
				p := near.replica().watching(near.token(near.volunteer))
				began := time.Now()
				near.change(lead, c.takes, with)
				if end := p.until("rosterChanged"); !strings.HasPrefix(end, "error") || !strings.Contains(end, "FORBIDDEN") {
					t.Errorf("the roster ends with %s", end)
				}
				if took := time.Since(began); took > time.Second {
					t.Errorf("only after %v", took)
				}
			})
		})
	}
}

// TestEndedSessionEndsTheRoster: another session of hers goes on.
func TestEndedSessionEndsTheRoster(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		near := bootOn(t, k)
		ended, kept := near.token(near.lead), near.token(near.lead)
		far := near.replica()
		p, spared := far.watching(ended), far.watching(kept)
		v, err := near.auth.Viewer(t.Context(), ended)
		near.Must(err)
		began := time.Now()
		near.change(kept, `mutation($s:ID!){revokeSession(id:$s)}`, map[string]any{"s": v.SessionID})
		if code := p.closed(); code != closeForbidden {
			t.Errorf("closed with %d", code)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("only after %v", took)
		}
		near.change(kept, `mutation($s:ID!,$p:[ID!]){signUp(shiftId:$s,people:$p){id}}`, map[string]any{"s": near.event.Edges.Shifts[0].ID, "p": []string{near.volunteer.ID}})
		for m := spared.hear(); m.ID != "rosterChanged"; m = spared.hear() {
			if m.Type != "next" {
				t.Fatalf("the other session is told %+v", m)
			}
		}
	})
}
