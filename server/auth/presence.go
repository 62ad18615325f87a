package auth

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"time"

	"linli/server/live"
	"linli/server/store"
)

const (
	// A page counts as open for pageLasts after it was last written down, which is renewed in good time.
	pageLasts = 75 * time.Second
	pageRenew = 30 * time.Second
	// pageLingers is how long it counts after its last socket here has closed: enough to load it anew, and for another
	// replica that has a socket of the same session to say so.
	pageLingers = 2 * time.Second
	// A herd is written down bit by bit: one statement a tick, of so many sessions at most.
	pageTick = 250 * time.Millisecond
	pageMost = 1_000
)

// Presence writes down which sessions have a page open, in bulk.
type Presence struct {
	store *store.Store

	mu      sync.Mutex
	sockets map[string]int      // open here, by session
	due     map[string]struct{} // sessions to be written
	renewed time.Time           // when all were due last
}

// NewPresence begins with no page open; Run writes.
func NewPresence(s *store.Store) *Presence {
	p := &Presence{store: s, sockets: map[string]int{}, due: map[string]struct{}{}, renewed: s.Now()}
	s.Hub.Tap(p.hear)
	return p
}

// Opened says that a socket of the session was opened; it costs no statement.
func (p *Presence) Opened(sessionID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sockets[sessionID]++; p.sockets[sessionID] == 1 {
		p.due[sessionID] = struct{}{}
	}
}

// Closed says that a socket counted by Opened was closed.
func (p *Presence) Closed(sessionID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sockets[sessionID]--; p.sockets[sessionID] <= 0 {
		delete(p.sockets, sessionID)
		p.due[sessionID] = struct{}{}
	}
}

// hear is the hub's tap: a replica has written that a session's last page there was closed, which is not so if one is
// open here.
func (p *Presence) hear(topic string) {
	id, ok := strings.CutPrefix(topic, live.Page(""))
	if !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sockets[id] > 0 {
		p.due[id] = struct{}{}
	}
}

// Run writes until ctx ends, and then what is left.
func (p *Presence) Run(ctx context.Context) {
	tick := time.NewTicker(pageTick)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if _, err := p.Write(ctx); err != nil && ctx.Err() == nil {
				slog.Error("auth: which pages are open was not written down, tried again", "err", err)
			}
		case <-ctx.Done():
			p.last()
			return
		}
	}
}

func (p *Presence) last() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for more := true; more; {
		var err error
		if more, err = p.Write(ctx); err != nil {
			slog.Error("auth: which pages are open was not written down", "err", err) // they run out by themselves
			return
		}
	}
}

// Write writes one bounded statement of what is due, none when nothing is, and tells whether more is.
func (p *Presence) Write(ctx context.Context) (more bool, err error) {
	now := p.store.Now()
	open, shut, more := p.take(now)
	if len(open)+len(shut) == 0 {
		return false, nil
	}
	err = p.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, id := range shut {
			tx.Announce(live.Page(id))
		}
		return tx.Exec(ctx, statement(tx), now.Add(pageLasts), list(open), now.Add(pageLingers), list(shut))
	})
	if err != nil {
		p.again(open, shut)
	}
	return more, err
}

func (p *Presence) take(now time.Time) (open, shut []string, more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.renewed) >= pageRenew {
		p.renewed = now
		for id := range p.sockets {
			p.due[id] = struct{}{}
		}
	}
	for id := range p.due {
		if len(open)+len(shut) == pageMost {
			return open, shut, true
		}
		if delete(p.due, id); p.sockets[id] > 0 {
			open = append(open, id)
		} else {
			shut = append(shut, id)
		}
	}
	return open, shut, false
}

func (p *Presence) again(lists ...[]string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ids := range lists {
		for _, id := range ids {
			p.due[id] = struct{}{}
		}
	}
}

// The statement sets one time for a list of sessions and another for a second list; those that were revoked stay as they are.
const (
	writePages = `UPDATE sessions SET open_until = page.until FROM (
		SELECT value AS id, $1 AS until FROM json_each($2) UNION ALL SELECT value, $3 FROM json_each($4)
	) AS page WHERE sessions.id = page.id AND revoked_at IS NULL`
	writePagesPostgres = `UPDATE sessions SET open_until = page.until FROM (
		SELECT value AS id, $1::timestamptz AS until FROM jsonb_array_elements_text($2::jsonb)
		UNION ALL SELECT value, $3::timestamptz FROM jsonb_array_elements_text($4::jsonb)
	) AS page WHERE sessions.id = page.id AND revoked_at IS NULL`
)

func statement(tx *store.Tx) string {
	if tx.Postgres() {
		return writePagesPostgres
	}
	return writePages
}

// list is never null: both databases read an empty one as no rows.
func list(ids []string) string {
	raw, _ := json.Marshal(append([]string{}, ids...)) // strings can always be written
	return string(raw)
}
