package web

import (
	"encoding/csv"
	"strings"
	"testing"

	"linli/ent/db/auditentry"
)

func TestRosterCSV(t *testing.T) {
	b := boot(t)
	lead, volunteer := "Bearer "+b.token(b.lead), "Bearer "+b.token(b.volunteer)
	b.ask(`mutation($s:ID!){signUp(shiftId:$s){id}}`, map[string]any{"s": b.event.Edges.Shifts[0].ID}, "Authorization", volunteer)
	path := "/exports/roster/" + b.event.ID + ".csv"
	for name, c := range map[string]struct {
		path    string
		status  int
		headers []string
	}{
		"anonymous":  {path, 401, nil},
		"volunteer":  {path, 403, []string{"Authorization", volunteer}},
		"unknown":    {"/exports/roster/ev_none.csv", 404, []string{"Authorization", lead}},
		"other site": {path, 403, []string{"Authorization", lead, "Sec-Fetch-Site", "cross-site"}},
	} {
		if r := b.send("GET", c.path, "", c.headers...); r.status != c.status || strings.Contains(r.body, "小明") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if n := b.Store.Client().AuditEntry.Query().Where(auditentry.Verb("exportRoster")).CountX(b.Internal()); n != 0 {
		t.Errorf("%d refused exports are on record", n)
	}
	r := b.send("GET", path, "", "Authorization", lead)
	if r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment") || r.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", r.status, r.header)
	}
	text, marked := strings.CutPrefix(r.body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	b.Must(err)
	if !marked || !strings.Contains(text, "\r\n") || len(rows) != 2 {
		t.Fatalf("the table is %q", r.body)
	}
	row := strings.Join(rows[1], "|")
	for _, want := range []string{"岗位 1", "2026-11-22 12:00", "'=王小明", "139****0002", "已报名"} {
		if !strings.Contains(row, want) {
			t.Errorf("%q is not in %q", want, row)
		}
	}
	if n := b.Store.Client().AuditEntry.Query().Where(auditentry.Verb("exportRoster"), auditentry.ActorID(b.lead.ID), auditentry.Subject(b.event.ID)).CountX(b.Internal()); n != 1 {
		t.Errorf("%d exports are on record", n)
	}
	if r := b.send("GET", path+"?lang=en", "", "Authorization", lead); !strings.Contains(r.body, "CONFIRMED") || !strings.Contains(r.body, "Shift,") {
		t.Errorf("in English: %q", r.body)
	}
}

func TestHarmless(t *testing.T) {
	for in, out := range map[string]string{"": "", "张三": "张三", "=1+1": "'=1+1", "+86": "'+86", "-1": "'-1", "@a": "'@a", "\tx": "'\tx", "＝1": "'＝1", "a=b": "a=b"} {
		if got := harmless(in); got != out {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}
