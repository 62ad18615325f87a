package jobs_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/server/jobs"
	"linli/server/testkit"
)

// line stands for the rosters: the events in which something is due, in order.
type line struct {
	due     []string
	broken  map[string]bool
	settled []string
	called  []string
	refuses error // to put anybody on the call list
}

func (l *line) Due(_ context.Context, _ time.Time, most int) ([]string, error) {
	return slices.Clone(l.due[:min(most, len(l.due))]), nil
}

func (l *line) Settle(_ context.Context, id string) error {
	l.settled = append(l.settled, id)
	if l.broken[id] {
		return errors.New("broken")
	}
	l.due = slices.DeleteFunc(l.due, func(d string) bool { return d == id })
	return nil
}

func (l *line) ToCall(_ context.Context, ids ...string) error {
	if l.refuses == nil {
		l.called = append(l.called, ids...)
	}
	return l.refuses
}

func TestOneFailingEventHoldsUpNoOther(t *testing.T) {
	k := testkit.SQLite(t)
	l := &line{due: []string{"a", "b", "c"}, broken: map[string]bool{"a": true, "b": true}}
	j := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps, Rosters: l})
	expect := func(want string) {
		t.Helper()
		if got := strings.Join(l.settled, ""); got != want {
			t.Fatalf("settled were %q, want %q", got, want)
		}
		l.settled = nil
	}
	if err := j.Offers(k.Context()); err == nil || !strings.Contains(err.Error(), "event a: broken") {
		t.Fatalf("answered %v", err)
	}
	expect("abc")
	l.due = append(l.due, "d")
	k.Must(j.Offers(k.Context())) // the broken ones rest
	expect("d")
	l.broken = map[string]bool{"b": true}
	k.Clock.Move(2 * time.Second)
	if err := j.Offers(k.Context()); err == nil {
		t.Fatal("b is broken still")
	}
	expect("ab")
}

func TestOffersAreBoundedAndManyBrokenOnesLeaveRoom(t *testing.T) {
	k := testkit.SQLite(t)
	l := &line{broken: map[string]bool{}}
	for range 700 {
		id := strings.Repeat("x", len(l.due)+1)
		l.due, l.broken[id] = append(l.due, id), true
	}
	l.due = append(l.due, "good")
	j := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps, Rosters: l})
	if err := j.Offers(k.Context()); err == nil || len(l.settled) != 500 {
		t.Fatalf("settled %d, %v", len(l.settled), err)
	}
	_ = j.Offers(k.Context())
	if !slices.Contains(l.settled, "good") {
		t.Fatal("the broken ones hold up the good one")
	}
}
