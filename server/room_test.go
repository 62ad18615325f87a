package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestRoomBetweenCollections(t *testing.T) {
	t.Setenv("GOGC", "")
	t.Cleanup(func() { debug.SetGCPercent(100) })
	percent := func() uint64 {
		now := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(now)
		return now[0].Value.Uint64()
	}
	becomes := func(what string, wanted func(uint64) bool) {
		t.Helper()
		for until := time.Now().Add(10 * time.Second); !wanted(percent()); runtime.GC() {
			if time.Now().After(until) {
				t.Fatalf("%s: collected at %d %%", what, percent())
			}
		}
	}
	giveRoom()
	becomes("little lives", func(p uint64) bool { return p > 100 })
	many := make([]byte, 2*room)
	becomes("much lives", func(p uint64) bool { return p == 100 })
	runtime.KeepAlive(many)
	becomes("little lives again", func(p uint64) bool { return p > 100 })
}
