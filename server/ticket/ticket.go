// Package ticket signs and checks what people show at the door: the ticket of a sign-up, and the printed card of somebody
// without a phone.
package ticket

import (
	"sync"
	"sync/atomic"

	"linli/server/keys"
	"linli/server/store"
)

// Longest bounds what is read as a ticket, in bytes; all are shorter.
const Longest = 150

// Tickets signs and checks with the installation's ring of keys.
type Tickets struct {
	store *store.Store
	keys  *keys.Keys
	ring  atomic.Pointer[ring]
	turn  sync.Mutex // of whoever reads the ring
}

// New works on this database.
func New(s *store.Store, k *keys.Keys) *Tickets { return &Tickets{store: s, keys: k} }
