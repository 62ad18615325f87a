package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestCalendars(t *testing.T) {
	b := boot(t)
	volunteer := "Bearer " + b.token(b.volunteer)
	signedUp := b.ask(`mutation($s:ID!){signUp(shiftId:$s){id}}`, map[string]any{"s": b.event.Edges.Shifts[0].ID}, "Authorization", volunteer)
	id := strings.Split(strings.SplitN(signedUp.body, `"id":"`, 2)[1], `"`)[0]
	opened := b.ask(`mutation{openCalendar}`, nil, "Authorization", volunteer)
	path := "/files/calendar/" + strings.Split(strings.SplitN(opened.body, "/files/calendar/", 2)[1], `"`)[0]
	feed := b.send("GET", path, "")
	if feed.status != 200 || feed.header.Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.Contains(feed.body, "UID:"+id) {
		t.Fatalf("%d %v %s", feed.status, feed.header, feed.body)
	}
	if same := b.send("GET", path, "", "If-None-Match", feed.header.Get("ETag")); same.status != 304 || same.body != "" {
		t.Errorf("unchanged it answers %d", same.status)
	}
	if english := b.send("GET", path+"?lang=en", ""); !strings.Contains(english.body, "my sign-ups") || english.header.Get("ETag") == feed.header.Get("ETag") {
		t.Errorf("in English: %s", english.body)
	}
	single := "/exports/calendar/" + id + ".ics"
	for name, c := range map[string]struct {
		path    string
		status  int
		headers []string
	}{
		"a wrong address":       {path[:len(path)-5] + "x.ics", 404, nil},
		"her own sign-up":       {single, 200, []string{"Authorization", volunteer}},
		"a sign-up for nobody":  {single, 401, nil},
		"somebody else's":       {single, 404, []string{"Authorization", "Bearer " + b.token(b.lead)}},
		"one that is not there": {"/exports/calendar/su_none.ics", 404, []string{"Authorization", volunteer}},
	} {
		if r := b.send("GET", c.path, "", c.headers...); r.status != c.status || r.status != 200 && strings.Contains(r.body, "VCALENDAR") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	b.ask(`mutation{closeCalendar}`, nil, "Authorization", volunteer)
	if r := b.send("GET", path, ""); r.status != 404 || r.header.Get("Cache-Control") != "no-store" {
		t.Errorf("after its end it answers %d", r.status)
	}
}

// A calendar's address is a secret: it is in no line of the log.
func TestNoAddressOfACalendarIsLogged(t *testing.T) {
	for path, want := range map[string]string{"/files/calendar/secret.ics": "/files", "/exports/calendar/su_1.ics": "/exports", "/v/ev_1/123456": "/", "/d/secret": "/"} {
		if got := route(httptest.NewRequest(http.MethodGet, path, nil)); got != want {
			t.Errorf("%s is logged as %s", path, got)
		}
	}
}
