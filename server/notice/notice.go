// Package notice is the in-app inbox.
package notice

import (
	"linli/ent/db"
	"linli/server/store"
)

// Change is the state of an inbox.
type Change struct {
	Unread int
	Latest *db.Notice
}

// Inbox answers and changes what people find in their inbox.
type Inbox struct{ store *store.Store }

// New works on this database.
func New(s *store.Store) *Inbox { return &Inbox{store: s} }
