package web

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"linli/server/auth"
)

const me = `{viewer{id}}`

func TestWhoAsks(t *testing.T) {
	b := boot(t)
	token := b.token(b.volunteer)
	for name, c := range map[string]struct {
		header, value string
		known         bool
	}{
		"bearer":          {"Authorization", "Bearer " + token, true},
		"bearer in small": {"Authorization", "bearer " + token, true},
		"cookie":          {"Cookie", "linli=" + token, true},
		"other scheme":    {"Authorization", "Basic " + token, false},
		"wrong token":     {"Authorization", "Bearer " + strings.Repeat("a", 43), false},
		"long token":      {"Authorization", "Bearer " + strings.Repeat("a", 4_000), false},
		"nothing":         {"X-Nothing", "", false},
	} {
		r := b.ask(me, nil, c.header, c.value)
		if r.code() != "" || strings.Contains(r.body, b.volunteer.ID) != c.known {
			t.Errorf("%s: %s", name, r.body)
		}
	}
	if r := b.ask(`{mySignUps{totalCount}}`, nil, "Authorization", "Bearer wrong"); r.code() != "UNAUTHENTICATED" {
		t.Errorf("a wrong token is answered %s", r.body)
	}
}

// inbox keeps the code that would go to a phone.
type inbox struct {
	code chan string
}

func (i *inbox) Send(_ context.Context, _, code string) error { i.code <- code; return nil }

func TestCookieFollowsSigningInAndOut(t *testing.T) {
	for url, name := range map[string]string{"http://example.test": "linli", "https://example.test": "__Host-linli"} {
		sent := &inbox{code: make(chan string, 1)}
		b := boot(t, func(c *Config) { c.URL = url })
		withSender := auth.New(auth.Config{Store: b.Store, Keys: b.Keys, URL: url, Sender: sent})
		b.site.Resolver.Auth, b.site.Viewer = withSender, withSender.Viewer
		b.ask(`mutation{requestLoginCode(phone:"13900000002")}`, nil)
		r := b.ask(`mutation($c:String!){logIn(phone:"13900000002",code:$c){token person{id name memberships{role}}}}`, map[string]any{"c": <-sent.code})
		if r.code() != "" || !strings.Contains(r.body, "VOLUNTEER") {
			t.Fatalf("answers %s", r.body)
		}
		cookies := (&http.Response{Header: r.header}).Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies", len(cookies))
		}
		c := cookies[0]
		if c.Name != name || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != strings.HasPrefix(url, "https") {
			t.Errorf("the cookie is %v", c)
		}
		cookie := c.Name + "=" + c.Value
		if r := b.ask(me, nil, "Cookie", cookie); !strings.Contains(r.body, b.volunteer.ID) {
			t.Errorf("the cookie does not sign in: %s", r.body)
		}
		r = b.ask(`mutation{logOut}`, nil, "Cookie", cookie)
		if out := (&http.Response{Header: r.header}).Cookies(); len(out) != 1 || out[0].MaxAge >= 0 || out[0].Name != name {
			t.Errorf("after logging out the cookies are %v", out)
		}
		if r := b.ask(me, nil, "Cookie", cookie); strings.Contains(r.body, b.volunteer.ID) {
			t.Errorf("still signed in: %s", r.body)
		}
	}
}

func TestAddress(t *testing.T) {
	s := &Site{Config: Config{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:5", "198.51.100.9", "192.0.2.1"}, // not a proxy of ours
		{"10.0.0.1:5", "198.51.100.9", "198.51.100.9"},
		{"10.0.0.1:5", "203.0.113.7, 198.51.100.9", "198.51.100.9"}, // what stands further left is anybody's word
		{"10.0.0.1:5", "198.51.100.9, 10.1.1.1", "198.51.100.9"},
		{"10.0.0.1:5", "nonsense", "10.0.0.1"},
		{"10.0.0.1:5", "", "10.0.0.1"},
		{"[::1]:5", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.1]:5", "", "192.0.2.1"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": {c.forwarded}}}
		if got := s.address(r); got != c.want {
			t.Errorf("%s forwarding %q is %s", c.peer, c.forwarded, got)
		}
	}
}

func TestDevice(t *testing.T) {
	for header, want := range map[string]string{
		"Mozilla/5.0 (Linux; Android 14; V2313A) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0": "微信 · Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1":                  "Safari · iPhone",
		"Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0":                                              "Edge · Windows",
		"curl/8.5": "API",
	} {
		if got := agent(header); got != want {
			t.Errorf("%q is %q", header, got)
		}
	}
}

func TestThrottles(t *testing.T) {
	b := boot(t, func(c *Config) { c.Limits = true })
	token, other := b.token(b.volunteer), b.token(b.lead)
	refused := 0
	for range 400 {
		if r := b.ask(`{__typename}`, nil, "Authorization", "Bearer "+token); r.status == http.StatusTooManyRequests {
			refused++
			if r.code() != "RATE_LIMITED" || r.header.Get("Retry-After") == "" || !strings.Contains(r.body, "retryAfter") {
				t.Fatalf("refused with %s", r.body)
			}
		}
	}
	if refused == 0 {
		t.Fatal("one person is never slowed down")
	}
	if r := b.ask(`{__typename}`, nil, "Authorization", "Bearer "+other); r.status != 200 {
		t.Fatal("another person behind the same address is refused")
	}
	if r := b.ask(`{__typename}`, nil); r.status != 200 {
		t.Fatal("a stranger behind the same address is refused")
	}
}

func TestThrottlesOff(t *testing.T) {
	b := boot(t)
	token := b.token(b.volunteer)
	for range 400 {
		if r := b.ask(`{__typename}`, nil, "Authorization", "Bearer "+token); r.status != 200 {
			t.Fatalf("answered %d", r.status)
		}
	}
}
