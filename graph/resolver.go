// Package graph is the API: it holds no rules and builds no queries; a resolver is one call of an area.
package graph

import (
	"linli/server/auth"
	"linli/server/calendar"
	"linli/server/device"
	"linli/server/door"
	"linli/server/event"
	"linli/server/live"
	"linli/server/notice"
	"linli/server/org"
	"linli/server/roster"
	"linli/server/ticket"
)

// Resolver has one field per area.
type Resolver struct {
	Org       *org.Org
	Events    *event.Events
	Rosters   *roster.Rosters
	Door      *door.Door
	Auth      *auth.Auth
	Inbox     *notice.Inbox
	Tickets   *ticket.Tickets
	Devices   *device.Devices
	Calendars *calendar.Calendars
	Hub       *live.Hub
}
