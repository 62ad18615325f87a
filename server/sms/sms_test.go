package sms_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linli/server/sms"
)

// gateway answers with the statuses, one after the other, and keeps what it was sent.
func gateway(t *testing.T, statuses ...int) (*httptest.Server, *[]string) {
	t.Helper()
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s of %s", r.Method, r.Header.Get("Content-Type"))
		}
		got = append(got, string(body))
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(statuses[len(got)-1])
	}))
	t.Cleanup(s.Close)
	return s, &got
}

func TestGatewayBody(t *testing.T) {
	s, got := gateway(t, http.StatusAccepted)
	if err := sms.NewGateway(s.URL).Send(t.Context(), "+8613800000001", "012345"); err != nil {
		t.Fatal(err)
	}
	var body map[string]string
	if err := json.Unmarshal([]byte((*got)[0]), &body); err != nil || len(body) != 4 {
		t.Fatalf("sent %s", *got)
	}
	if body["kind"] != "code" || body["phone"] != "+8613800000001" || body["code"] != "012345" || !strings.Contains(body["text"], "012345") {
		t.Fatalf("sent %v", body)
	}
}

func TestGatewayBodyOfAnOffer(t *testing.T) {
	s, got := gateway(t, http.StatusOK, http.StatusOK, http.StatusBadGateway)
	g := sms.NewGateway(s.URL)
	offer := sms.Offer{Title: "社区清洁日", Starts: "11月22日(周日)09:00", Until: "11月21日(周六)18:00", Link: "https://linli.example/mine/su_1"}
	if err := g.SendOffer(t.Context(), "+8613800000001", offer); err != nil {
		t.Fatal(err)
	}
	const want = `{"kind":"offer","phone":"+8613800000001",` +
		`"text":"【邻里】“社区清洁日”(11月22日(周日)09:00开始)有名额了。名额保留到11月21日(周六)18:00,请尽快接受或放弃:https://linli.example/mine/su_1",` +
		`"title":"社区清洁日","starts":"11月22日(周日)09:00","until":"11月21日(周六)18:00","link":"https://linli.example/mine/su_1"}`
	if (*got)[0] != want {
		t.Errorf("sent %s", (*got)[0])
	}
	offer.For, offer.Title = "王奶奶、王小明", strings.Repeat("长", 100)
	if err := g.SendOffer(t.Context(), "+8613800000001", offer); err != nil {
		t.Fatal(err)
	}
	if sent := (*got)[1]; !strings.Contains(sent, "“"+strings.Repeat("长", 23)+"…”") || !strings.Contains(sent, "有名额了,报名人:王奶奶、王小明。") || !strings.Contains(sent, `"for":"王奶奶、王小明"`) {
		t.Errorf("sent %s", sent)
	}
	if err := g.SendOffer(t.Context(), "+8613800000001", offer); err == nil || len(*got) != 3 {
		t.Errorf("a failure: %v after %d posts", err, len(*got))
	}
}

func TestGatewayTriesTwice(t *testing.T) {
	for _, c := range []struct {
		statuses []int
		sent     bool
	}{
		{[]int{500, 200}, true}, {[]int{302, 204}, true}, {[]int{503, 502}, false}, {[]int{400, 429}, false},
	} {
		s, got := gateway(t, c.statuses...)
		err := sms.NewGateway(s.URL).Send(t.Context(), "+8613800000001", "012345")
		if (err == nil) != c.sent || len(*got) != 2 {
			t.Errorf("%v: %d posts, %v", c.statuses, len(*got), err)
		}
	}
}

func TestGatewayErrorsTellNothing(t *testing.T) {
	s, _ := gateway(t)
	s.Close()
	err := sms.NewGateway(s.URL+"/send?key=secret").Send(t.Context(), "+8613800000001", "012345")
	if err == nil {
		t.Fatal("sent to nobody")
	}
	for _, never := range []string{"secret", "13800000001", "012345"} {
		if strings.Contains(err.Error(), never) {
			t.Errorf("the error holds %q: %v", never, err)
		}
	}
}

func TestLogMasksTheNumber(t *testing.T) {
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	defer slog.SetDefault(before)
	if err := (sms.Log{}).Send(t.Context(), "+8613800000001", "012345"); err != nil {
		t.Fatal(err)
	}
	if line := out.String(); !strings.Contains(line, "code=012345") || !strings.Contains(line, "138****0001") || strings.Contains(line, "13800000001") {
		t.Fatal(line)
	}
}
