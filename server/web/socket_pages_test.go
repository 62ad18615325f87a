package web

import (
	"slices"
	"sync"
	"testing"
)

// seen notes what is said of pages.
type seen struct {
	mu  sync.Mutex
	log []string
}

func (s *seen) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, line)
}

func (s *seen) Opened(id string) { s.note("opened " + id) }
func (s *seen) Closed(id string) { s.note("closed " + id) }

func TestPagesOfSessionsAreTold(t *testing.T) {
	pages := &seen{}
	b := boot(t, func(c *Config) { c.Pages = pages })
	token := b.token(b.volunteer)
	v, err := b.auth.Viewer(b.Context(), token)
	b.Must(err)
	b.hello("")
	forged := b.dial()
	forged.say(`{"type":"connection_init","payload":{"authorization":"Bearer forged"}}`)
	forged.closed()
	silent := b.dial("Cookie", "linli="+token)
	first, second := b.hello(token), b.hello(token)
	_ = first.Close()
	b.ask(`mutation{logOut}`, nil, "Authorization", "Bearer "+token)
	second.closed()
	b.site.Drain(b.Context())
	silent.closed()
	opened, closed := "opened "+v.SessionID, "closed "+v.SessionID
	slices.Sort(pages.log)
	if want := []string{closed, closed, opened, opened}; !slices.Equal(pages.log, want) {
		t.Fatalf("told was %v, want %v", pages.log, want)
	}
}
