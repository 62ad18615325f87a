package web

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"linli/server/roster"
)

// reader follows one subscription over a socket, breaks off now and then and comes back to another replica.
type reader struct {
	*storm
	query, about string         // about the event or the unit
	truth        func() picture // what there is
	moved        chan struct{}  // after each message
	stays        chan struct{}  // closed when the last stream has begun

	mu     sync.Mutex
	shown  picture
	screen map[string]string // of a roster
}

const (
	followCounts = `subscription($id:ID!){s:eventCounts(eventId:$id){revision confirmed offered waitlisted}}`
	followUnit   = `subscription($id:ID!){s:unitCounts(unitId:$id){revision confirmedToday waitingToday}}`
	followRoster = `subscription($id:ID!,$since:Int){s:rosterChanged(eventId:$id,since:$since){revision fresh signUps{id status queuePosition shift{id}}}}`
)

// reader makes the n-th, which reads until the test ends.
func (s *storm) reader(n int) *reader {
	s.Helper()
	event, unit := s.events[n/3%len(s.events)].ID, []string{s.place.Root.ID, s.place.Branches[0].ID}[n/3%2]
	r := &reader{storm: s, moved: make(chan struct{}, 1), stays: make(chan struct{}), shown: picture{revision: -1}, screen: map[string]string{}}
	switch n % 3 {
	case 0:
		r.query, r.about, r.truth = followCounts, event, func() picture { return s.counted(event) }
	case 1:
		r.query, r.about, r.truth = followUnit, unit, func() picture { return s.summed(unit) }
	default:
		r.query, r.about, r.truth = followRoster, event, func() picture { return s.listed(event) }
	}
	ctx, stop := context.WithCancel(s.Context())
	var reading sync.WaitGroup
	reading.Go(func() { r.read(ctx, rand.New(rand.NewPCG(s.seed, uint64(100+n)))) })
	s.Cleanup(func() { stop(); reading.Wait() })
	return r
}

// read follows the subscription over and over, for a while each time, and in the end for good.
func (r *reader) read(ctx context.Context, random *rand.Rand) {
	for ctx.Err() == nil {
		at := r.replicas[random.IntN(len(r.replicas))]
		select {
		case <-r.stay:
			r.visit(ctx, at, sync.OnceFunc(func() { close(r.stays) }))
			return
		default:
			while, stop := context.WithCancel(ctx)
			leaves := time.AfterFunc(time.Duration(50+random.IntN(500))*time.Millisecond, stop)
			r.visit(while, at, func() {})
			leaves.Stop()
			stop()
		}
	}
}

// visit reads one stream, on which each message is newer than the one before; the first may be as old as what is known.
func (r *reader) visit(ctx context.Context, at *booted, begun func()) {
	defer begun() // also when it could not
	ws, err := r.subscribe(at)
	if err != nil {
		r.Error(err)
		return
	}
	defer context.AfterFunc(ctx, func() { _ = ws.Close() })()
	defer func() { _ = ws.Close() }()
	for first := true; ; first = false {
		var m message
		if err := ws.ReadJSON(&m); err != nil {
			if ctx.Err() == nil {
				r.Error(err)
			}
			return
		}
		var payload struct{ Data struct{ S *said } }
		if err := json.Unmarshal(m.Payload, &payload); m.Type != "next" || err != nil || payload.Data.S == nil {
			r.Errorf("%s: %s", m.Type, m.Payload)
			return
		}
		r.show(payload.Data.S, first)
		begun()
	}
}

// subscribe opens a socket on a replica; what is read next is the subscription's.
func (r *reader) subscribe(at *booted) (*websocket.Conn, error) {
	dialer := websocket.Dialer{Subprotocols: []string{protocol}, HandshakeTimeout: 20 * time.Second}
	ws, response, err := dialer.Dial("ws"+strings.TrimPrefix(at.url, "http")+"/graphql", nil)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	variables := map[string]any{"id": r.about}
	if r.query == followRoster {
		variables["since"] = r.shown.revision
	}
	say := func(kind string, payload map[string]any) {
		if err == nil {
			err = ws.WriteJSON(map[string]any{"type": kind, "id": "1", "payload": payload})
		}
	}
	say("connection_init", map[string]any{"authorization": "Bearer " + r.bearer})
	if err == nil {
		_, _, err = ws.ReadMessage() // the acknowledgement
	}
	say("subscribe", map[string]any{"query": r.query, "variables": variables})
	if err != nil {
		_ = ws.Close()
	}
	return ws, err
}

// show puts a message on the screen.
func (r *reader) show(m *said, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if seen := r.shown.revision; m.Revision < seen || m.Revision == seen && !first {
		r.Errorf("%s: revision %d after %d", r.query, m.Revision, seen)
	}
	if r.query != followRoster {
		r.shown = picture{m.Revision, m.numbers()}
	} else {
		if m.Fresh {
			clear(r.screen)
		}
		for _, row := range m.SignUps {
			r.screen[row.ID] = inRoster(row.ID, row.Shift.ID, row.Status, row.QueuePosition)
			if roster.Final(row.Status) {
				delete(r.screen, row.ID)
			}
		}
		r.shown = picture{m.Revision, together(r.screen)}
	}
	select {
	case r.moved <- struct{}{}:
	default:
	}
}

// settles waits until the screen shows what there is.
func (r *reader) settles() {
	r.Helper()
	late := time.After(20 * time.Second)
	for {
		truth := r.truth()
		r.mu.Lock()
		shown := r.shown
		r.mu.Unlock()
		if shown == truth {
			return
		}
		select {
		case <-r.moved:
		case <-late:
			r.Fatalf("%s: shows revision %d\n%s\nthere is %d\n%s", r.query, shown.revision, shown.shows, truth.revision, truth.shows)
		}
	}
}
