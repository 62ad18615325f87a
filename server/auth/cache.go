package auth

import (
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"linli/server/live"
	"linli/server/viewer"
)

const (
	cached = 20_000           // viewers, some 10 MB at most
	fresh  = 30 * time.Second // bounds what a topic that never arrives can do
)

// cache keeps the viewers of the last tokens. What the hub says has changed is dropped at once.
type cache struct {
	mu       sync.Mutex
	byHash   *simplelru.LRU[string, entry]
	sessions map[string]string              // session → hash
	people   map[string]map[string]struct{} // person → hashes
	changes  uint64                         // how often something was dropped
}

type entry struct {
	viewer        viewer.Viewer
	expires, read time.Time
}

func newCache() *cache {
	c := &cache{sessions: map[string]string{}, people: map[string]map[string]struct{}{}}
	c.byHash, _ = simplelru.NewLRU(cached, c.forget) // fails only for a size below 1
	return c
}

// forget keeps the indexes in step; the LRU calls it for every entry that leaves.
func (c *cache) forget(hash string, e entry) {
	delete(c.sessions, e.viewer.SessionID)
	hashes := c.people[e.viewer.PersonID]
	delete(hashes, hash)
	if len(hashes) == 0 {
		delete(c.people, e.viewer.PersonID)
	}
}

func (c *cache) get(hash string, now time.Time) (*viewer.Viewer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byHash.Get(hash)
	if !ok {
		return nil, false
	}
	if now.Sub(e.read) >= fresh || !now.Before(e.expires) {
		c.byHash.Remove(hash)
		return nil, false
	}
	return &e.viewer, true
}

// ask comes before reading from the database; put keeps what was read unless something was dropped in between, which
// the reading may have missed.
func (c *cache) ask() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changes
}

func (c *cache) put(asked uint64, hash string, e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if asked != c.changes {
		return
	}
	c.byHash.Remove(hash)
	c.byHash.Add(hash, e)
	c.sessions[e.viewer.SessionID] = hash
	if c.people[e.viewer.PersonID] == nil {
		c.people[e.viewer.PersonID] = map[string]struct{}{}
	}
	c.people[e.viewer.PersonID][hash] = struct{}{}
}

// hear is the hub's tap; most topics are of events and units and cost two comparisons.
func (c *cache) hear(topic string) {
	person, rights := strings.CutPrefix(topic, live.Rights(""))
	if topic != "" && !rights && !strings.HasPrefix(topic, "se_") {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	switch {
	case topic == "":
		c.byHash.Purge()
	case rights:
		for hash := range c.people[person] {
			c.byHash.Remove(hash)
		}
	default:
		if hash, ok := c.sessions[topic]; ok {
			c.byHash.Remove(hash)
		}
	}
}
