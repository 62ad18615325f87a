package live

import "sync"

// Hub wakes whoever watches a topic; it carries no values, so bursts merge and a slow reader costs one slot.
type Hub struct {
	mu     sync.RWMutex
	topics map[string]map[*Watch]struct{}
	taps   []func(topic string)
}

// Watch is one reader's slot: C holds at most one wake-up, which stands for everything since the last.
type Watch struct {
	C      <-chan struct{}
	slot   chan struct{}
	hub    *Hub
	topics []string
}

// NewHub makes an empty hub.
func NewHub() *Hub { return &Hub{topics: map[string]map[*Watch]struct{}{}} }

// Watch registers for the topics until Close; what is published from now on is not missed.
func (h *Hub) Watch(topics ...string) *Watch {
	slot := make(chan struct{}, 1)
	w := &Watch{C: slot, slot: slot, hub: h, topics: topics}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range topics {
		if h.topics[t] == nil {
			h.topics[t] = map[*Watch]struct{}{}
		}
		h.topics[t][w] = struct{}{}
	}
	return w
}

// Close ends the watch; C is never closed, so a select on it simply stops firing.
func (w *Watch) Close() {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	for _, t := range w.topics {
		delete(w.hub.topics[t], w)
		if len(w.hub.topics[t]) == 0 {
			delete(w.hub.topics, t)
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
		for w := range h.topics[t] {
			w.wake()
		}
	}
}

// PublishAll wakes everybody: after messages may have been lost, each re-reads once.
func (h *Hub) PublishAll() {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, tap := range h.taps {
		tap("")
	}
	for _, watches := range h.topics {
		for w := range watches {
			w.wake()
		}
	}
}

func (w *Watch) wake() {
	select {
	case w.slot <- struct{}{}:
	default:
	}
}
