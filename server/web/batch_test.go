package web

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// The most entries that one request may hold, with the longest tickets there are, fit into what it may carry.
func TestLongestBatch(t *testing.T) {
	b := boot(t)
	_, err := b.site.Resolver.Tickets.Rotate(b.Context(), false) // later keys make longer tickets
	b.Must(err)
	signedUp := b.ask(`mutation($s:ID!){signUp(shiftId:$s){ticket}}`, map[string]any{"s": b.event.Edges.Shifts[0].ID}, "Authorization", "Bearer "+b.token(b.volunteer))
	ticket := strings.Split(strings.SplitN(signedUp.body, `"ticket":"`, 2)[1], `"`)[0]
	entries := make([]map[string]any, 200)
	for i := range entries {
		entries[i] = map[string]any{"id": uuid.NewString(), "eventId": b.event.ID, "method": "SCAN", "direction": "OUT", "at": "2026-11-22T04:00:00.000Z", "ticket": ticket}
	}
	variables := map[string]any{"i": entries, "n": "2026-11-22T04:00:00.000Z", "s": b.lead.ID}
	query := `mutation CheckIn($i:[CheckInInput!]!,$n:Time,$s:ID){checkIn(input:$i,sentAt:$n,sender:$s){id accepted warnings}}`
	raw, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	b.Must(err)
	r := b.send("POST", "/graphql", string(raw), "Authorization", "Bearer "+b.token(b.lead))
	if accepted := strings.Count(r.body, `"accepted":true`); r.status != 200 || accepted != len(entries) || len(ticket) != 140 {
		t.Fatalf("%d bytes, tickets of %d: %d, %d accepted: %.200s", len(raw), len(ticket), r.status, accepted, r.body)
	}
	t.Logf("%d of %d bytes", len(raw), mostBody)
}
