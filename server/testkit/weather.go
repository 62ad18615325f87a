package testkit

import (
	"math/rand/v2"
	"sync"
	"time"

	"linli/server/live"
)

// Weather is what messages go through on their way from one replica to another: some are dropped, several in a row and without
// a word until later, some come twice, and most come late, so that they overtake each other. A seed makes it.
type Weather struct {
	mu       sync.Mutex
	random   *rand.Rand
	calm     bool
	nothing  bool // gets through
	dropping int  // how many of the next are dropped
	hubs     []*live.Hub
	flying   sync.WaitGroup

	// Dropped, Doubled and Late are how many messages met which fate.
	Dropped, Doubled, Late int
}

// NewWeather begins a storm.
func NewWeather(seed uint64) *Weather {
	return &Weather{random: rand.New(rand.NewPCG(seed, 3))}
}

// Over is the way of connect, through the weather: what others announce reaches the replica's hub as the storm lets it.
func (w *Weather) Over(connect live.Connect) live.Connect {
	return func(hub *live.Hub) (live.Relay, error) {
		w.mu.Lock()
		w.hubs = append(w.hubs, hub)
		w.mu.Unlock()
		wire := live.NewHub()
		wire.Tap(func(topic string) {
			if topic == "" {
				hub.PublishAll()
				return
			}
			w.meet(hub, topic)
		})
		return connect(wire)
	}
}

// meet lets a message through now, later, twice or not at all.
func (w *Weather) meet(hub *live.Hub, topic string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	deliver := func() { hub.Publish(topic) }
	switch fate := w.random.IntN(10); {
	case w.calm:
		w.fly(0, deliver)
	case w.nothing:
		w.Dropped++
	case w.dropping > 0:
		w.Dropped++
		if w.dropping--; w.dropping == 0 {
			w.fly(w.delay(), hub.PublishAll) // as a relay does whose connection is there again
		}
	case fate < 2:
		w.Dropped++
		w.dropping = 1 + w.random.IntN(8)
	case fate < 4:
		w.Doubled++
		w.fly(0, deliver)
		w.fly(w.delay(), deliver)
	case fate < 8:
		w.Late++
		w.fly(w.delay(), deliver)
	default:
		w.fly(0, deliver)
	}
}

func (w *Weather) delay() time.Duration { return time.Duration(w.random.IntN(60)) * time.Millisecond }

func (w *Weather) fly(after time.Duration, deliver func()) {
	w.flying.Add(1)
	time.AfterFunc(after, func() { defer w.flying.Done(); deliver() })
}

// Shut lets nothing through any more.
func (w *Weather) Shut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.nothing = true
}

// Calm ends the storm: what is under way arrives, and since some was dropped everybody is woken once.
func (w *Weather) Calm() {
	w.mu.Lock()
	w.calm = true
	w.mu.Unlock()
	w.flying.Wait()
	for _, hub := range w.hubs {
		hub.PublishAll()
	}
}
