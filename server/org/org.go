// Package org holds the tree of units, the people in it, their roles, households and teams.
package org

import (
	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db/membership"
	"linli/ent/schema"
	"linli/server/keys"
	"linli/server/store"
)

// Counts are the live roll-up over a unit and everything under it.
type Counts struct {
	UnitID                                                               string
	People, UpcomingEvents, ConfirmedToday, WaitingToday, CheckedInToday int
	Revision                                                             int64

	Household bool // of a household, which is shown to few
}

// Public tells whether everybody who may see the unit reads the same: a household is shown to few, who may become fewer.
func (c *Counts) Public() bool { return !c.Household }

// AddPersonInput is somebody new and where she lives.
type AddPersonInput struct {
	UnitID string
	Name   string
	Phone  *string
	Role   *membership.Role

	BirthYear *int
	Skills    []string
}

// ChangePersonInput changes what is given; a phone set to null is taken away.
type ChangePersonInput struct {
	Name   *string
	UnitID *string
	Phone  graphql.Omittable[*string]

	BirthYear graphql.Omittable[*int]
	Skills    []string // nil: unchanged
}

// OfferRulesInput are the rules as they shall be.
type OfferRulesInput = schema.OfferRules

// Org answers and changes what concerns the tree and its people.
type Org struct {
	store *store.Store
	keys  *keys.Keys
}

// New works on this database.
func New(s *store.Store, k *keys.Keys) *Org { return &Org{store: s, keys: k} }
