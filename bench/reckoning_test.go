package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"linli/bench/watch"
)

func TestWorkIsDueEvenly(t *testing.T) {
	began := time.Now().Add(-time.Hour)
	steady := demand{n: 100, perSecond: 50}
	if at := steady.due(began, 25); at != began.Add(500*time.Millisecond) {
		t.Errorf("the 25th is due after %v", at.Sub(began))
	}
	if !steady.over(time.Now().Add(-late*2*time.Second-time.Millisecond)) || steady.over(time.Now().Add(-late*2*time.Second+time.Second)) {
		t.Error("it does not end after three times the two seconds meant for it")
	}
	free := demand{n: 100}
	if at := free.due(began, 25); time.Since(at) > time.Minute || free.over(began) {
		t.Error("work without a rate waits or ends")
	}
}

// A phone that is late because all were busy is counted from when it should have begun.
func TestRushCountsFromWhenWorkWasDue(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	slow := 20 * time.Millisecond
	r, err := rush(context.Background(), "http://"+l.Addr().String(), demand{n: 10 * clients, perSecond: 100 * clients}, func(*phone, int) error {
		time.Sleep(slow)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.n != 10*clients || r.p99 < 4*slow { // ten rounds of slow work in the time of five
		t.Errorf("%d pieces, p99 %v", r.n, r.p99)
	}
}

func TestTheHerdIsCountedFromItsFirstMessages(t *testing.T) {
	back := 10 * time.Second
	var r returned
	r.came([]watch.Arrival{
		{Socket: 1, Mark: 5, At: back + 200*time.Millisecond}, {Socket: 2, Mark: 5, At: back + 900*time.Millisecond}, {Socket: 1, Mark: 6, At: back + 4*time.Second},
		{Socket: 3, Mark: 6, At: back + 1100*time.Millisecond}, {Socket: 2, Mark: 7, At: back + 5*time.Second},
	}, back)
	if r.half != 900*time.Millisecond || r.last != 1100*time.Millisecond || r.most != 2 {
		t.Errorf("half %v, last %v, at most %d in a second", r.half, r.last, r.most)
	}
}

func TestOwnProcessIsRead(t *testing.T) {
	before := worked(os.Getpid())
	for began := time.Now(); time.Since(began) < 50*time.Millisecond; {
	}
	took := worked(os.Getpid()) - before
	if took < 10*time.Millisecond || took > time.Second || residentOf(os.Getpid()) < 1<<20 {
		t.Errorf("worked %v, holds %d bytes", took, residentOf(os.Getpid()))
	}
}

func TestMedians(t *testing.T) {
	r := middleLived([]*lived{
		{fanned: &fanned{p99: 30, bytes: 388}, own: &fanned{p99: 7}, each: 3, before: 9}, {fanned: &fanned{p99: 10}, own: &fanned{p99: 9}, each: 1, before: 8}, {fanned: &fanned{p99: 20}, own: &fanned{p99: 8}, each: 2, before: 7},
	})
	if got := fmt.Sprint(int(r.p99), int(r.own.p99), r.each, int(r.before), r.bytes); got != "20 8 2 8 388" {
		t.Errorf("medians %s", got)
	}
	if middleLived(nil) != nil {
		t.Error("there is a median of nothing")
	}
}
