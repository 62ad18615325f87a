package web

import (
	"encoding/json"
	"strings"
	"testing"

	"linli/ent/db/device"
)

// Every field at the root of the API has code behind it: whatever a lead asks for, the answer is hers or a refusal.
func TestEveryFieldAnswers(t *testing.T) {
	b := boot(t)
	for document, name := range b.everyField() {
		if strings.HasPrefix(document, "subscription") {
			continue
		}
		if got := reason(b.ask(document, nil, "Authorization", "Bearer "+b.token(b.lead)).body); strings.HasPrefix(got, "INTERNAL") {
			t.Errorf("%s answers %s", name, got)
		}
	}
}

// However an operation names a field, a door device may ask for its work only, and none of what stands beside it is done.
func TestADeviceHidesNothingInAFragment(t *testing.T) {
	b := boot(t)
	_, token := b.device(device.KindDOOR)
	for _, document := range []string{
		`query{...on Query{sessions{id}}}`,
		`query{...F} fragment F on Query{sessions{id}}`,
		`query{...F} fragment F on Query{thisDevice{id} ...on Query{...G}} fragment G on Query{sessions{id}}`,
		`query($x:Boolean!){thisDevice{id} ...F@include(if:$x)} fragment F on Query{sessions{id}}`,
		`query{thisDevice:sessions{id}}`,
		`query A{thisDevice{id}} query B{sessions{id}}`,
		`mutation{confirmWipe ...on Mutation{logOut}}`,
		`mutation{confirmWipe ...F} fragment F on Mutation{logOut}`,
	} {
		operation := ""
		if strings.HasPrefix(document, "query A") {
			operation = "B"
		}
		raw, err := json.Marshal(map[string]any{"query": document, "operationName": operation, "variables": map[string]any{"x": false}})
		b.Must(err)
		r := b.send("POST", "/graphql", string(raw), "Content-Type", "application/json", "Authorization", "Bearer "+token)
		if reason(r.body) != "FORBIDDEN" {
			t.Errorf("%s: %s", document, r.body)
		}
	}
	if wiped := b.Store.Client().Device.Query().Where(device.WipedAtNotNil()).CountX(b.Internal()); wiped != 0 {
		t.Error("what stood beside it was done")
	}
}
