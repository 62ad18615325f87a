// Package auth signs people in and out: codes, sessions, invitation cards, the founding of a community.
package auth

import (
	"time"

	"linli/ent/db"
)

// SignedIn is what a log-in gives.
type SignedIn struct {
	Person    *db.Person
	Token     string
	ExpiresAt time.Time
	// People is everybody whom the phone serves, oneself included.
	People []*db.Person
}

// Card is an invitation as its issuer sees it, once.
type Card struct {
	URL       string
	ExpiresAt time.Time
	Person    *db.Person
}

// Ways says how one can sign in here.
type Ways struct{ Code, Founding bool }
