package live

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Hub wakes whoever watches a topic; it carries no values, so bursts merge and a slow reader costs one slot.
type Hub struct {
	mu     sync.RWMutex
	topics map[string][]*Watch
	taps   []func(topic string)
}

// Watch is one reader's slot: C holds at most one wake-up, which stands for everything since the last.
type Watch struct {
	C      <-chan struct{}
	wake   func()
	hub    *Hub
	topics []string
	closed atomic.Bool
}

// NewHub makes an empty hub.
func NewHub() *Hub { return &Hub{topics: map[string][]*Watch{}} }

// Watch registers for the topics until Close; what is published from now on is not missed.
func (h *Hub) Watch(topics ...string) *Watch {
	slot := make(chan struct{}, 1)
	return h.add(&Watch{C: slot, wake: func() {
		select {
		case slot <- struct{}{}:
		default:
		}
	}}, topics)
}

// Call registers fn for the topics until Close, for readers without a goroutine that could wait. fn must be quick and may
// not call the hub.
func (h *Hub) Call(fn func(), topics ...string) *Watch { return h.add(&Watch{wake: fn}, topics) }

func (h *Hub) add(w *Watch, topics []string) *Watch {
	w.hub, w.topics = h, topics
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range topics {
		h.topics[t] = append(h.topics[t], w)
	}
	return w
}

// Close ends the watch; C is never closed, so a select on it simply stops firing.
func (w *Watch) Close() {
	if w.closed.Swap(true) {
		return
	}
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	for _, t := range w.topics {
		all := w.hub.topics[t]
		if i := slices.Index(all, w); i >= 0 {
			all = slices.Delete(all, i, i+1)
		}
		if len(all) == 0 {
			delete(w.hub.topics, t)
		} else {
			w.hub.topics[t] = all
		}
	}
}

// Tap calls fn with every topic that is published, and with "" when everybody is woken; for caches that follow too many
// topics to watch each. It lasts as long as the hub; fn must be quick and may not call the hub.
func (h *Hub) Tap(fn func(topic string)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.taps = append(h.taps, fn)
}

// Publish wakes the watchers of the topics; it never blocks.
func (h *Hub) Publish(topics ...string) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, t := range topics {
		for _, tap := range h.taps {
			tap(t)
		}
		for _, w := range h.topics[t] {
			w.wake()
		}
	}
}

// Everybody who is woken at once reads at once: so many are woken at a time, and all within the spread.
const (
	wokenAtOnce = 64
	spread      = time.Second
	spreadTick  = 20 * time.Millisecond
)

// PublishAll wakes everybody once, after messages may have been lost: the taps and a few readers at once, further ones in no
// order over a second, so that a crowd does not read all at the same time.
func (h *Hub) PublishAll() {
	h.mu.RLock()
	for _, tap := range h.taps {
		tap("")
	}
	seen := map[*Watch]struct{}{}
	for _, watches := range h.topics {
		for _, w := range watches {
			seen[w] = struct{}{}
		}
	}
	h.mu.RUnlock()
	all := make([]*Watch, 0, len(seen))
	for w := range seen {
		all = append(all, w)
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	some := max(wokenAtOnce, len(all)/int(spread/spreadTick)+1)
	rest := wakeSome(all, some)
	if len(rest) == 0 {
		return
	}
	go func() {
		tick := time.NewTicker(spreadTick)
		defer tick.Stop()
		for len(rest) > 0 {
			<-tick.C
			rest = wakeSome(rest, some)
		}
	}()
}

// wakeSome wakes the first n and returns the others.
func wakeSome(all []*Watch, n int) []*Watch {
	n = min(n, len(all))
	for _, w := range all[:n] {
		if !w.closed.Load() {
			w.wake()
		}
	}
	return all[n:]
}
