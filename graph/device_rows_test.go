package graph_test

import (
	"context"
	"time"

	"github.com/google/uuid"

	"linli/server/store"
)

// deviceRows are of a door, its to-dos and its devices; queries too, since each gives away a roster or a code.
func deviceRows(c *cast) []row {
	onEvent := []attempt{{nobody, signIn}, {c.volunteer, never}, {c.other, never}, {c.lead, never}, {c.teamLead, never}, {c.abroad, unknown}}
	event := vars{"id": c.event.ID}
	device, todo := doorOf(c)
	return []row{
		{"doorRoster", `query($id: ID!) { doorRoster(eventId: $id) { revision } }`, event, onEvent},
		{"kiosk", `query($id: ID!) { kiosk(eventId: $id) { now } }`, event, onEvent},
		{"venueCode", `query($id: ID!) { venueCode(eventId: $id) { code } }`, event, onEvent},
		{"doorTodos", `query($id: ID!) { doorTodos(eventId: $id) { totalCount } }`, event, onEvent},
		{"doorDevices", `query($id: ID!) { doorDevices(eventId: $id) { id } }`, event, onEvent},
		{"settleTodo", `mutation($id: ID!) { settleTodo(id: $id) { id } }`, vars{"id": todo}, onEvent},
		{"issueDevice", `mutation($id: ID!) { issueDevice(eventId: $id, name: "东门") { url } }`, event, onEvent},
		{"revokeDevice", `mutation($id: ID!) { revokeDevice(id: $id) { id } }`, vars{"id": device}, onEvent},
		{"claimDevice", `mutation { claimDevice(token: "no such token") { token } }`, nil, []attempt{{nobody, signIn}, {c.volunteer, signIn}, {c.secretary, signIn}}},
		{"confirmWipe", `mutation { confirmWipe }`, nil, []attempt{{nobody, signIn}, {c.volunteer, signIn}, {c.secretary, signIn}}},
	}
}

// doorOf gives the cast's event a device and a to-do.
func doorOf(c *cast) (device, todo string) {
	c.Do(func(ctx context.Context, tx *store.Tx) {
		device = tx.Device.Create().SetCommunityID(c.event.CommunityID).SetEventID(c.event.ID).SetKind("DOOR").SetName("门口").SetIssuedBy(c.secretary.ID).
			SetLinkHash("x").SetLinkExpiresAt(c.event.EndsAt).SetExpiresAt(c.event.EndsAt.Add(time.Hour)).SaveX(ctx).ID
		line := tx.AttendanceEntry.Create().SetID(uuid.NewString()).SetCommunityID(c.event.CommunityID).SetEventID(c.event.ID).SetMethod("LIST").SetDirection("IN").
			SetAt(tx.Now()).SetRecordedBy(c.secretary.ID).SetFingerprint("x").SetWarnings([]string{"CLOCK_SKEW"}).SaveX(ctx)
		todo = tx.Todo.Create().SetCommunityID(c.event.CommunityID).SetEventID(c.event.ID).SetEntryID(line.ID).SaveX(ctx).ID
	})
	return device, todo
}
