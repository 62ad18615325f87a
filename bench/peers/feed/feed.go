// Package feed is what the peers of the live counts share: the counts, of the same fields and lengths as ours, and a server
// that publishes the next ones when asked to. A peer is a small program that hands them on in its own way.
package feed

import (
	"encoding/json"
	"log"
	"net/http"
	_ "net/http/pprof" // memory is read after /debug/pprof/heap?gc=1
	"os"
	"sync"
)

// Counts are one event's.
type Counts struct {
	Type       string   `json:"__typename"`
	EventID    string   `json:"eventId"`
	Revision   int      `json:"revision"`
	Capacity   *int     `json:"capacity"`
	Confirmed  int      `json:"confirmed"`
	Offered    int      `json:"offered"`
	Waitlisted int      `json:"waitlisted"`
	CheckedIn  int      `json:"checkedIn"`
	Held       int      `json:"held"`
	Shifts     []*Shift `json:"shifts"`
}

// Shift is one of its shifts.
type Shift struct {
	Type       string `json:"__typename"`
	ShiftID    string `json:"shiftId"`
	Capacity   *int   `json:"capacity"`
	Confirmed  int    `json:"confirmed"`
	Offered    int    `json:"offered"`
	Waitlisted int    `json:"waitlisted"`
	CheckedIn  int    `json:"checkedIn"`
	Held       int    `json:"held"`
}

// At are the counts of a revision.
func At(revision int) *Counts {
	places := 6_000
	return &Counts{
		Type: "EventCounts", EventID: "ev_01k9zq4m7t3v5x8y2b6c1d0e9f", Revision: revision, Capacity: &places, Confirmed: revision,
		Shifts: []*Shift{{Type: "ShiftCounts", ShiftID: "sh_01k9zq4m7t3v5x8y2b6c1d0e9g", Capacity: &places, Confirmed: revision}},
	}
}

// Data is the answer to a subscription to them, as GraphQL writes it.
func (c *Counts) Data() []byte {
	raw, err := json.Marshal(map[string]any{"data": map[string]any{"eventCounts": c}})
	if err != nil {
		log.Fatal(err)
	}
	return raw
}

// Serve answers watchers at /graphql and publishes the next revision with each POST to /publish, at the address in
// PEER_ADDRESS, until it is killed.
func Serve(watch http.Handler, publish func(*Counts)) {
	var mu sync.Mutex
	revision := 1
	http.Handle("/graphql", watch)
	http.HandleFunc("POST /publish", func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		revision++
		publish(At(revision))
		w.WriteHeader(http.StatusNoContent)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("PEER_ADDRESS"), nil))
}
