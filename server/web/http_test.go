package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestGraphQLOverHTTP(t *testing.T) {
	b := boot(t)
	good, secret := `{"query":"{__typename}"}`, "geheim4711"
	for name, c := range map[string]struct {
		method, body string
		headers      []string
		status       int
	}{
		"query":             {"POST", good, nil, 200},
		"form":              {"POST", "query={__typename}", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"multipart":         {"POST", "x", []string{"Content-Type", "multipart/form-data; boundary=x"}, 415},
		"text":              {"POST", good, []string{"Content-Type", "text/plain"}, 415},
		"latin":             {"POST", good, []string{"Content-Type", "application/json; charset=latin1"}, 415},
		"utf-8":             {"POST", good, []string{"Content-Type", "application/json; charset=utf-8"}, 200},
		"get":               {"GET", "", nil, 405},
		"put":               {"PUT", good, nil, 405},
		"options":           {"OPTIONS", "", nil, 405},
		"foreign origin":    {"POST", good, []string{"Origin", "https://evil.example"}, 403},
		"null origin":       {"POST", good, []string{"Origin", "null"}, 403},
		"cross-site":        {"POST", good, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"own origin":        {"POST", good, []string{"Origin", "http://example.test", "Sec-Fetch-Site", "same-origin"}, 200},
		"not acceptable":    {"POST", good, []string{"Accept", "text/html"}, 406},
		"broken":            {"POST", `{"query":"` + secret, nil, 400},
		"array":             {"POST", `[{"query":"{__typename}"}]`, nil, 400},
		"two":               {"POST", good + good, nil, 400},
		"no query":          {"POST", `{"variables":{"` + secret + `":1}}`, nil, 400},
		"query no string":   {"POST", `{"query":{"` + secret + `":1}}`, nil, 400},
		"variables no map":  {"POST", `{"query":"{__typename}","variables":["` + secret + `"]}`, nil, 400},
		"too large":         {"POST", `{"query":"` + strings.Repeat(secret, 7_000) + `"}`, nil, 413},
		"syntax":            {"POST", `{"query":"{` + secret + `"}`, nil, 200},
		"syntax, new type":  {"POST", `{"query":"{` + secret + `"}`, []string{"Accept", graphqlJSON}, 400},
		"unknown":           {"POST", `{"query":"{` + secret + `}"}`, nil, 200},
		"unknown, new type": {"POST", `{"query":"{` + secret + `}"}`, []string{"Accept", graphqlJSON}, 400},
		"operation":         {"POST", `{"query":"query a{__typename}","operationName":"` + secret + `"}`, nil, 200},
		"subscription":      {"POST", `{"query":"subscription{eventCounts(eventId:\"x\"){revision}}"}`, nil, 200},
	} {
		t.Run(name, func(t *testing.T) {
			r := b.send(c.method, "/graphql", c.body, c.headers...)
			if r.status != c.status {
				t.Errorf("%d %s", r.status, r.body)
			}
			if strings.Contains(r.body, secret) {
				t.Errorf("the input comes back: %s", r.body)
			}
			if r.status == 405 && r.header.Get("Allow") != "POST" {
				t.Errorf("Allow is %q", r.header.Get("Allow"))
			}
			if r.code() != "" && strings.Contains(r.body, `"data"`) {
				t.Errorf("a request error has data: %s", r.body)
			}
			if got := r.header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control is %q", got)
			}
		})
	}
}

func TestMediaTypes(t *testing.T) {
	b := boot(t)
	for accept, want := range map[string]string{
		"":                              plainJSON,
		"*/*":                           plainJSON,
		plainJSON:                       plainJSON,
		graphqlJSON:                     graphqlJSON,
		graphqlJSON + ", " + plainJSON:  graphqlJSON,
		"text/html, application/*;q=.1": plainJSON,
	} {
		r := b.send("POST", "/graphql", `{"query":"{__typename}"}`, "Accept", accept)
		if got := r.header.Get("Content-Type"); got != want+"; charset=utf-8" {
			t.Errorf("%q is answered as %q", accept, got)
		}
	}
}

func TestHeaders(t *testing.T) {
	plain, secure := boot(t), boot(t, func(c *Config) { c.URL = "https://example.test" })
	for _, path := range []string{"/", "/healthz", "/assets/app-Ab12.js", "/nothing.here", "/graphql"} {
		h := plain.send("GET", path, "").header
		for name, part := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy": "camera=(self)", "Referrer-Policy": "same-origin",
		} {
			if !strings.Contains(h.Get(name), part) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: too lax, or strict transport without https", path)
		}
	}
	if h := secure.send("GET", "/", "").header; h.Get("Strict-Transport-Security") == "" {
		t.Error("no strict transport with https")
	}
}

func TestHeaderSize(t *testing.T) {
	b := boot(t)
	if r := b.send("GET", "/healthz", "", "X-Large", strings.Repeat("a", 17<<10)); r.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Fatalf("answered %d", r.status)
	}
}

func TestWrongMethods(t *testing.T) {
	b := boot(t)
	for _, path := range []string{"/", "/healthz", "/readyz", "/some/page"} {
		if r := b.send("DELETE", path, ""); r.status != 405 || r.header.Get("Allow") == "" || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, Allow %q, Cache-Control %q", path, r.status, r.header.Get("Allow"), r.header.Get("Cache-Control"))
		}
		if r := b.send("HEAD", path, ""); r.status != 200 || r.body != "" {
			t.Errorf("HEAD %s: %d", path, r.status)
		}
	}
}
