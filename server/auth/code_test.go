package auth_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/server/fault"
	"linli/server/testkit"
)

func TestFiveCodesForANumber(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, _ := withPhones(k, true)
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		for _, phone := range []string{number, nobodys} { // told the same
			for range 5 {
				_, err := a.RequestLoginCode(from(k, ""), phone)
				k.Must(err)
				k.Clock.Move(time.Minute)
			}
			_, err := a.RequestLoginCode(from(k, ""), phone)
			if f := wants(t, err, fault.RateLimited, ""); f.RetryAfter != 5*time.Minute {
				t.Fatalf("to be tried again in %v", f.RetryAfter)
			}
			k.Clock.Move(5 * time.Minute)
			_, err = a.RequestLoginCode(from(k, ""), phone)
			k.Must(err)
		}
	})
}

func TestFiveCodesAmongMany(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, _ := withPhones(k, true)
		var made atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				switch _, err := a.RequestLoginCode(from(k, ""), number); fault.Of(err) {
				case "":
					made.Add(1)
				case fault.RateLimited:
				default:
					k.Error(err)
				}
			})
		}
		all.Wait()
		if made.Load() != 5 {
			t.Fatalf("%d codes for one number", made.Load())
		}
	})
}

func TestCodesOfAnAddress(t *testing.T) {
	k := testkit.SQLite(t)
	ask := func(limits bool, times int, address string) (refused int) {
		a, _ := withPhones(k, limits)
		for i := range times {
			if _, err := a.RequestLoginCode(from(k, address), fmt.Sprintf("139%08d", i)); fault.Of(err) == fault.RateLimited {
				refused++
			} else {
				k.Must(err)
			}
		}
		return refused
	}
	if n := ask(true, 110, "192.0.2.1"); n != 10 {
		t.Fatalf("%d of 110 were refused", n)
	}
	if n := ask(false, 110, "192.0.2.1"); n != 0 {
		t.Fatalf("%d were refused with the throttles off", n)
	}
	a, _ := withPhones(k, false)
	for range 10 {
		_, err := a.RequestLoginCode(from(k, "192.0.2.1"), number)
		k.Must(err)
	}
}

func TestMalformedNumber(t *testing.T) {
	k := testkit.SQLite(t)
	a, _ := withPhones(k, true)
	for _, phone := range []string{"", "12", "no number", strings.Repeat("1", 100)} {
		ok, err := a.RequestLoginCode(from(k, ""), phone)
		if f := wants(t, err, fault.BadInput, "PHONE"); ok || f.Field != "phone" {
			t.Fatalf("answered %v", f)
		}
	}
}

func TestWithoutSender(t *testing.T) {
	k := testkit.SQLite(t)
	a := newAuth(k, k.Store)
	k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
	if ok, err := a.RequestLoginCode(from(k, ""), number); !ok || err != nil {
		t.Fatal(ok, err)
	}
}

func TestSlowGatewayHoldsNobody(t *testing.T) {
	k := testkit.SQLite(t)
	a, sms := withPhones(k, false)
	sms.hold = make(chan struct{})
	k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
	for range 70 { // more than may be under way: what is too much is dropped
		ok, err := a.RequestLoginCode(from(k, ""), number)
		k.Must(err)
		if !ok {
			t.Fatal("answered false")
		}
	}
	close(sms.hold)
	a.Close()
	if len(sms.sent) != 64 {
		t.Fatalf("%d codes were sent", len(sms.sent))
	}
}

func TestLogsTellNothing(t *testing.T) {
	k := testkit.SQLite(t)
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	a, sms := withPhones(k, true)
	sms.fails = errors.New("the gateway answered 500")
	k.Phone(k.Person(k.Place("here").Households[0], "王小明"), number)
	code := sms.request(k, a, number)
	in, err := a.LogIn(from(k, "192.0.2.1"), number, code)
	k.Must(err)
	if !strings.Contains(out.String(), "500") {
		t.Fatal("the failure is not logged")
	}
	for _, never := range []string{number[3:], "0001", code, in.Token, "王小明", "192.0.2.1"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("the log holds %q: %s", never, &out)
		}
	}
}
