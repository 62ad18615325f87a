// Package auth signs people in and out: codes, sessions, invitation cards, the founding of a community.
package auth

import (
	"context"
	"sync"
	"time"

	"linli/ent/db"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/throttle"
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

// Auth signs people in and out.
type Auth struct {
	Config
	cache *cache

	codesByAddress, triesByAddress *throttle.Limiter

	sending chan struct{} // one slot for each code on its way to the gateway
	sends   sync.WaitGroup
}

// Config is what signing in needs.
type Config struct {
	Store *store.Store
	Keys  *keys.Keys
	// URL is the public base of links, without a slash at its end.
	URL string
	// Sender brings codes to phones; nil: there is none, and the log-in page offers the invitation card.
	Sender Sender
	// Limits switches the throttles per number, person and address on.
	Limits bool
}

// Sender brings a one-time code to a phone.
type Sender interface {
	Send(ctx context.Context, phone, code string) error
}

// New works with this configuration.
func New(c Config) *Auth {
	a := &Auth{Config: c, cache: newCache(), sending: make(chan struct{}, 64)}
	c.Store.Hub.Tap(a.cache.hear)
	if c.Limits { // forty phones behind one WiFi are one address
		a.codesByAddress = throttle.New(100, 10*time.Minute, c.Store.Now)
		a.triesByAddress = throttle.New(300, 10*time.Minute, c.Store.Now)
	}
	return a
}

// Close waits for the codes that are on their way, some ten seconds at most.
func (a *Auth) Close() { a.sends.Wait() }
