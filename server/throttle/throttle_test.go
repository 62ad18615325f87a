package throttle_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/server/fault"
	"linli/server/throttle"
)

func TestTake(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	l := throttle.New(3, time.Minute, func() time.Time { return now })
	for range 3 {
		if err := l.Take("a"); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 { // refused ones do not push the next further away
		var refused *fault.Error
		if !errors.As(l.Take("a"), &refused) || refused.Code != fault.RateLimited || refused.RetryAfter != 20*time.Second {
			t.Fatalf("answered %+v", refused)
		}
	}
	if l.Take("b") != nil || l.Take("") != nil {
		t.Fatal("another key is refused")
	}
	now = now.Add(20 * time.Second)
	if l.Take("a") != nil || l.Take("a") == nil {
		t.Fatal("not exactly one more after a third of the span")
	}
}

func TestOff(t *testing.T) {
	var off *throttle.Limiter
	for range 1000 {
		if off.Take("a") != nil {
			t.Fatal("a limiter that is off refuses")
		}
	}
}

func TestRemembersBoundedly(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	l := throttle.New(1, time.Hour, func() time.Time { return now })
	_ = l.Take("first")
	for i := range 50_000 {
		_ = l.Take(fmt.Sprint(i))
	}
	if l.Take("first") != nil || l.Take("49999") == nil {
		t.Fatal("the oldest is remembered, or the newest forgotten")
	}
}

func TestRefuseRoundsUp(t *testing.T) {
	for given, want := range map[time.Duration]time.Duration{
		0: time.Second, time.Millisecond: time.Second, time.Second: time.Second, time.Second + 1: 2 * time.Second,
	} {
		var refused *fault.Error
		if !errors.As(throttle.Refuse(given), &refused) || refused.RetryAfter != want {
			t.Errorf("%v is told as %v", given, refused.RetryAfter)
		}
	}
}
