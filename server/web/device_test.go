package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"linli/ent/db/device"
	"linli/graph/generated"
	devices "linli/server/device"
	"linli/server/testkit"
	"linli/server/viewer"
)

// device makes a device of the event's door and returns it with its token.
func (b *booted) device(kind device.Kind) (*devices.Device, string) {
	b.Helper()
	link, err := b.site.Resolver.Devices.Issue(b.As(b.lead), b.event.ID, kind, "东门")
	b.Must(err)
	_, token, _ := strings.Cut(link.URL, "/d/")
	claim, err := b.site.Resolver.Devices.Claim(viewer.With(b.Context(), &viewer.Viewer{}), token)
	b.Must(err)
	return claim.Device, claim.Token
}

// reason is why the first error refuses.
func reason(payload string) string {
	for _, answer := range []string{payload, `{"errors":` + payload + `}`} {
		var a struct {
			Errors []struct{ Extensions struct{ Code, Reason string } }
		}
		if json.Unmarshal([]byte(answer), &a) == nil && len(a.Errors) > 0 {
			return strings.TrimSpace(a.Errors[0].Extensions.Code + " " + a.Errors[0].Extensions.Reason)
		}
	}
	return ""
}

// for each field of the API that a device may ask for, whether a kiosk may, and one that has ended.
var doorFields = map[string]struct{ kiosk, ended bool }{
	"doorRoster": {}, "checkIn": {ended: true}, "kiosk": {kiosk: true}, "venueCode": {kiosk: true}, "eventCounts": {kiosk: true},
	"thisDevice": {kiosk: true, ended: true}, "confirmWipe": {kiosk: true, ended: true},
}

// A door device may do its work and nothing else, over HTTP and over a socket: whatever is new in the API is refused to it
// until it is listed.
func TestADeviceMayNothingElse(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		b := bootOn(t, k)
		_, door := b.device(device.KindDOOR)
		_, kiosk := b.device(device.KindKIOSK)
		doorSocket, kioskSocket := b.hello(door), b.hello(kiosk)
		revoked, ended := b.device(device.KindDOOR)
		_, err := b.site.Resolver.Devices.Revoke(b.As(b.lead), revoked.ID)
		b.Must(err)
		for document, name := range b.everyField() {
			may, listed := doorFields[name]
			want := map[bool]string{true: "", false: "FORBIDDEN"}
			check := func(who, got string, allowed bool) {
				if got != want[allowed] {
					t.Errorf("%s as %s: %q, want %q", name, who, got, want[allowed])
				}
			}
			check("a door device on a socket", doorSocket.outcome(document), listed)
			check("a kiosk on a socket", kioskSocket.outcome(document), may.kiosk)
			if strings.HasPrefix(document, "subscription") {
				continue
			}
			check("a door device", reason(b.ask(document, nil, "Authorization", "Bearer "+door).body), listed)
			check("a kiosk", reason(b.ask(document, nil, "Authorization", "Bearer "+kiosk).body), may.kiosk)
			if got := reason(b.ask(document, nil, "Authorization", "Bearer "+ended).body); (got == "UNAUTHENTICATED DEVICE_REVOKED") == may.ended || may.ended && got != "" {
				t.Errorf("%s as a revoked device: %q", name, got)
			}
		}
	})
}

// everyField writes for every field at the root of the API an operation about the event that asks for nothing but it.
func (b *booted) everyField() map[string]string {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	all := map[string]string{}
	for kind, root := range map[string]*ast.Definition{"query": schema.Query, "mutation": schema.Mutation, "subscription": schema.Subscription} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			var args []string
			for _, a := range f.Arguments {
				if a.Type.NonNull {
					args = append(args, a.Name+":"+b.some(schema, a.Type))
				}
			}
			text := kind + "{" + f.Name
			if len(args) > 0 {
				text += "(" + strings.Join(args, ",") + ")"
			}
			if d := schema.Types[f.Type.Name()]; d.Kind != ast.Scalar && d.Kind != ast.Enum {
				text += "{__typename}"
			}
			all[text+"}"] = f.Name
		}
	}
	return all
}

// some is a value of a type; every id is the event's.
func (b *booted) some(schema *ast.Schema, t *ast.Type) string {
	if t.Elem != nil {
		return "[" + b.some(schema, t.Elem) + "]"
	}
	switch d := schema.Types[t.NamedType]; {
	case d.Kind == ast.Enum:
		return d.EnumValues[0].Name
	case d.Kind == ast.InputObject:
		var fields []string
		for _, f := range d.Fields {
			switch {
			case d.Name == "CheckInInput" && f.Name == "id":
				fields = append(fields, `id:"`+uuid.NewString()+`"`)
			case f.Type.NonNull:
				fields = append(fields, f.Name+":"+b.some(schema, f.Type))
			}
		}
		return "{" + strings.Join(fields, ",") + "}"
	case t.NamedType == "Int":
		return "1"
	case t.NamedType == "Boolean":
		return "true"
	case t.NamedType == "Time":
		return `"` + b.Clock.Now().Format(time.RFC3339) + `"`
	}
	return `"` + b.event.ID + `"`
}

// outcome is what an operation is first answered: "" for what was asked, else the code.
func (p *phone) outcome(document string) string {
	p.Helper()
	id := uuid.NewString()
	p.subscribe(id, document, nil)
	for {
		m := p.hear()
		switch {
		case m.ID != id:
		case m.Type == "error":
			return reason(string(m.Payload))
		case m.Type == "next":
			p.say(`{"type":"complete","id":"` + id + `"}`)
			return reason(string(m.Payload))
		}
	}
}

// The end of a device closes its sockets within a second, also those on another replica; another device's go on.
func TestRevokedDeviceLosesItsSockets(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		near := bootOn(t, k)
		far := near.replica()
		id, ended := near.device(device.KindDOOR)
		_, kept := near.device(device.KindKIOSK)
		const counts = `subscription($e:ID!){eventCounts(eventId:$e){revision}}`
		p, spared := far.hello(ended), far.hello(kept)
		for _, one := range []*phone{p, spared} {
			one.subscribe("counts", counts, map[string]any{"e": near.event.ID})
			if m := one.hear(); m.Type != "next" {
				t.Fatalf("answered %+v %s", m, m.Payload)
			}
		}
		lead := near.token(near.lead)
		began := time.Now()
		near.change(lead, `mutation($d:ID!){revokeDevice(id:$d){state}}`, map[string]any{"d": id.ID})
		if code := p.closed(); code != closeForbidden {
			t.Errorf("closed with %d", code)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("only after %v", took)
		}
		if m := spared.hear(); m.Type != "next" {
			t.Errorf("the other device is told %+v", m)
		}
		again := far.dial()
		again.say(`{"type":"connection_init","payload":{"authorization":"Bearer ` + ended + `"}}`)
		if code := again.closed(); code != closeForbidden {
			t.Errorf("a socket of a revoked device is closed with %d", code)
		}
		if got := reason(far.ask(`query($e:ID!){doorRoster(eventId:$e){revision}}`, map[string]any{"e": near.event.ID}, "Authorization", "Bearer "+ended).body); got != "UNAUTHENTICATED DEVICE_REVOKED" {
			t.Errorf("the roster is answered %s", got)
		}
	})
}

// A device of a community that shows strangers nothing sees its own event and no other.
func TestADeviceOfAClosedCommunity(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		b := bootOn(t, k)
		b.Must(k.Store.Client().Community.UpdateOneID(b.place.Community.ID).SetOpen(false).Exec(k.Internal()))
		other := k.Event(b.place.Root, time.Hour, 5)
		_, door := b.device(device.KindDOOR)
		_, kiosk := b.device(device.KindKIOSK)
		p := b.hello(kiosk)
		for _, c := range []struct{ token, document, id, want string }{
			{door, `doorRoster(eventId:"%s"){event{title}}`, b.event.ID, ""}, {door, `doorRoster(eventId:"%s"){event{title}}`, other.ID, "NOT_FOUND"},
			{door, `kiosk(eventId:"%s"){event{title}}`, b.event.ID, ""}, {kiosk, `kiosk(eventId:"%s"){event{title}code{code}}`, b.event.ID, ""},
			{kiosk, `kiosk(eventId:"%s"){event{title}}`, other.ID, "NOT_FOUND"}, {kiosk, `doorRoster(eventId:"%s"){revision}`, b.event.ID, "FORBIDDEN"},
			{kiosk, `venueCode(eventId:"%s"){code}`, b.event.ID, ""}, {kiosk, `venueCode(eventId:"%s"){code}`, other.ID, "NOT_FOUND"},
		} {
			document := "{" + fmt.Sprintf(c.document, c.id) + "}"
			if got := reason(b.ask(document, nil, "Authorization", "Bearer "+c.token).body); got != c.want {
				t.Errorf("%s: %q, want %q", document, got, c.want)
			}
		}
		for id, want := range map[string]string{b.event.ID: "", other.ID: "NOT_FOUND"} {
			if got := p.outcome(`subscription{eventCounts(eventId:"` + id + `"){revision shifts{confirmed}}}`); got != want {
				t.Errorf("counts: %q, want %q", got, want)
			}
		}
		for path, want := range map[string]int{"/exports/roster/" + b.event.ID + ".csv": http.StatusForbidden, "/exports/roster/" + other.ID + ".csv": http.StatusNotFound} {
			if r := b.send(http.MethodGet, path, "", "Authorization", "Bearer "+door); r.status != want {
				t.Errorf("%s is answered %d", path, r.status)
			}
		}
	})
}

// Devices behind one address do not slow each other down.
func TestDevicesAreCountedOneByOne(t *testing.T) {
	b := boot(t, func(c *Config) { c.Limits = true })
	_, busy := b.device(device.KindDOOR)
	_, other := b.device(device.KindDOOR)
	refused := 0
	for range 400 {
		if r := b.ask(`{thisDevice{id}}`, nil, "Authorization", "Bearer "+busy); r.status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("one device is never slowed down")
	}
	if r := b.ask(`{thisDevice{id}}`, nil, "Authorization", "Bearer "+other); r.status != 200 {
		t.Errorf("another device is answered %d", r.status)
	}
}

// What a device holds is looked at with each ping: it runs out without a word.
func TestAnExpiredDeviceLosesItsSockets(t *testing.T) {
	b := boot(t)
	b.site.sockets.waits.ping = 160 * time.Millisecond
	_, token := b.device(device.KindDOOR)
	p := b.hello(token)
	b.Clock.Move(39 * time.Hour)
	if code := p.closed(); code != closeForbidden {
		t.Errorf("closed with %d", code)
	}
	if got := reason(b.ask(`{kiosk(eventId:"`+b.event.ID+`"){now}}`, nil, "Authorization", "Bearer "+token).body); got != "UNAUTHENTICATED DEVICE_EXPIRED" {
		t.Errorf("answered %s", got)
	}
	if r := b.ask(`{thisDevice{state}}`, nil, "Authorization", "Bearer "+token); !strings.Contains(r.body, "EXPIRED") || r.code() != "" {
		t.Errorf("it is told %s", r.body)
	}
}
