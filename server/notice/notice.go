// Package notice is the in-app inbox.
package notice

import "linli/ent/db"

// Change is the state of an inbox.
type Change struct {
	Unread int
	Latest *db.Notice
}
