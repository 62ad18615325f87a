package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"linli/ent/db"
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
	"linli/server/testkit"
)

// booted is a served site on a fresh embedded database with a small community in it.
type booted struct {
	*testkit.Kit
	site  *Site
	url   string
	auth  *auth.Auth
	place *testkit.Place
	// event has one shift of 10 places; lead leads its unit, volunteer may only sign up.
	event           *db.Event
	lead, volunteer *db.Person
}

var built = fstest.MapFS{
	"index.html":           {Data: []byte("<!doctype html><title>邻里</title>" + strings.Repeat("<p>", 600))},
	"sw.js":                {Data: []byte("// worker")},
	"manifest.webmanifest": {Data: []byte("{}")},
	"assets/app-Ab12.js":   {Data: []byte(strings.Repeat("let a = 1;\n", 300))},
}

// boot serves a site on SQLite; change may alter its configuration.
func boot(t *testing.T, change ...func(*Config)) *booted {
	t.Helper()
	return bootOn(t, testkit.SQLite(t), change...)
}

func bootOn(t *testing.T, k *testkit.Kit, change ...func(*Config)) *booted {
	t.Helper()
	b := &booted{Kit: k, place: k.Place("demo")}
	b.lead, b.volunteer = k.Person(b.place.Households[0], "李队长"), k.Person(b.place.Households[1], "=王小明")
	k.Phone(b.lead, "+8613900000001")
	k.Phone(b.volunteer, "+8613900000002")
	k.Role(b.lead, b.place.Root, membership.RoleLEAD)
	b.event = k.Event(b.place.Root, 24*60*60*1e9, 10)
	b.auth = auth.New(auth.Config{Store: k.Store, Keys: k.Keys, URL: "http://example.test"})
	rosters := roster.New(k.Store, k.Keys, roster.Options{})
	doors := door.New(k.Store, k.Keys, rosters, false)
	c := Config{
		Resolver: &graph.Resolver{Org: org.New(k.Store, k.Keys), Events: event.New(k.Store, rosters), Rosters: rosters,
			Door: doors, Tickets: rosters.Tickets(), Devices: device.New(k.Store, doors, "http://example.test"), Calendars: calendar.New(k.Store, "http://example.test"), Auth: b.auth, Inbox: notice.New(k.Store), Hub: k.Store.Hub},
		Hub: k.Store.Hub, Viewer: b.auth.Viewer, Ready: k.Store.Ping, Files: built, URL: "http://example.test",
	}
	for _, f := range change {
		f(&c)
	}
	site, err := New(c)
	k.Must(err)
	b.site = site
	server := httptest.NewUnstartedServer(site)
	server.Config = site.Server()
	server.Start()
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// token signs a person in.
func (b *booted) token(p *db.Person) string {
	b.Helper()
	number := map[*db.Person]string{b.lead: "+8613900000001", b.volunteer: "+8613900000002"}[p]
	token, err := b.auth.TokenFor(b.Context(), number)
	b.Must(err)
	return token
}

// reply is an answer over HTTP.
type reply struct {
	status int
	header http.Header
	body   string
}

func (r *reply) code() string {
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal([]byte(r.body), &answer) != nil || len(answer.Errors) == 0 {
		return ""
	}
	return answer.Errors[0].Extensions.Code
}

// send makes a request; headers come in pairs.
func (b *booted) send(method, path, body string, headers ...string) *reply {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), method, b.url+path, strings.NewReader(body))
	b.Must(err)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{DisableCompression: true, DisableKeepAlives: true}
	response, err := transport.RoundTrip(request)
	b.Must(err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	b.Must(err)
	return &reply{response.StatusCode, response.Header, string(raw)}
}

// ask posts an operation.
func (b *booted) ask(query string, variables map[string]any, headers ...string) *reply {
	b.Helper()
	var body bytes.Buffer
	b.Must(json.NewEncoder(&body).Encode(map[string]any{"query": query, "variables": variables}))
	return b.send(http.MethodPost, "/graphql", body.String(), headers...)
}
