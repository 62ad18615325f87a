// Package event holds events and their shifts: making, changing, publishing, copying and cancelling them.
package event

import (
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db/event"
	"linli/server/roster"
	"linli/server/store"
)

// ShiftInput is a new shift.
type ShiftInput struct {
	Name             string
	StartsAt, EndsAt time.Time
	Capacity         *int // nil: unlimited
	Kept             *KeptInput
}

// CreateInput is a new event, a draft.
type CreateInput struct {
	UnitID                    string
	TeamID                    *string
	Title                     string
	Kind                      event.Kind
	Description               *string
	Place                     string
	StartsAt, EndsAt          time.Time
	ContactName, ContactPhone *string
	Shifts                    []*ShiftInput
	JoinRules                 *JoinRules
}

// ShiftChange is a shift as it shall be; without an ID a new one.
type ShiftChange struct {
	ID               *string
	Name             string
	StartsAt, EndsAt time.Time
	Capacity         *int
	Kept             *KeptInput
}

// ChangeInput changes what is given.
type ChangeInput struct {
	Title, Description, Place *string
	Kind                      *event.Kind
	StartsAt, EndsAt          *time.Time
	ContactName, ContactPhone graphql.Omittable[*string]
	TeamID                    graphql.Omittable[*string]
	Shifts                    []*ShiftChange
	JoinRules                 *JoinRules
	Reason                    *string // why people lose their place
}

// Events answers and changes what concerns events and their shifts.
type Events struct {
	store   *store.Store
	rosters *roster.Rosters
}

// New works on this database; changes of an event take their turn among those of its roster.
func New(s *store.Store, r *roster.Rosters) *Events { return &Events{store: s, rosters: r} }
