package store

import (
	"cmp"
	"context"

	"linli/ent/db"
	"linli/server/viewer"
)

// Deed is one thing that was done, for the audit log.
type Deed struct {
	Community string
	By        string // id of whoever did it; empty: the viewer
	Verb      string // as in the API
	Subject   string // id of what it was done to
	About     string // id of the person concerned, where that is another
	Reason    string
}

// Audit puts deeds into the audit log; they are kept if the transaction commits.
func (t *Tx) Audit(ctx context.Context, deeds ...Deed) error {
	if len(deeds) == 0 {
		return nil
	}
	actor := viewer.From(ctx).PersonID
	return t.AuditEntry.MapCreateBulk(deeds, func(c *db.AuditEntryCreate, i int) {
		d := deeds[i]
		c.SetCreatedAt(t.Now()).SetCommunityID(d.Community).SetActorID(cmp.Or(d.By, actor)).
			SetVerb(d.Verb).SetSubject(d.Subject).SetAbout(d.About).SetReason(d.Reason)
	}).Exec(ctx)
}
