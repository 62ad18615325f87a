package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// room is how many bytes may be asked for at least between two collections of garbage. So little lives in a server at
	// which nobody watches, some 8 MB, that Go would collect after every few batches of a door: 18 % of its work.
	room = 64 << 20
	// least is below what lives in any server.
	least = 4 << 20
)

// giveRoom keeps to that from one collection to the next. Where more lives than that, Go's own measure holds: as much again.
// GOGC in the environment takes precedence.
func giveRoom() {
	if os.Getenv("GOGC") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var collected func(*[]byte)
	collected = func(mark *[]byte) {
		metrics.Read(live)
		debug.SetGCPercent(int(max(100, 100*room/max(live[0].Value.Uint64(), least))))
		runtime.SetFinalizer(mark, collected) // it runs after the next one
	}
	collected(&[]byte{})
}
