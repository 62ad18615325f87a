// Package calendar shows people's sign-ups to their calendars.
package calendar

import (
	"context"
	"errors"

	"linli/server/store"
)

var errLater = errors.New("calendar: not yet")

// Calendars of people.
type Calendars struct {
	store *store.Store
	url   string
}

// New works on this database; url is the public base.
func New(s *store.Store, url string) *Calendars { return &Calendars{s, url} }

// Open makes a secret address.
func (c *Calendars) Open(ctx context.Context) (string, error) { return "", errLater }

// Close ends it.
func (c *Calendars) Close(ctx context.Context) (bool, error) { return false, errLater }
