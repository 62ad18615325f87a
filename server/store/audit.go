package store

import (
	"context"

	"linli/server/viewer"
)

// Deed is one thing that was done, for the audit log.
type Deed struct {
	Community string
	Verb      string // as in the API
	Subject   string // id of what it was done to
	About     string // id of the person concerned, where that is another
	Reason    string
}

// Audit puts a deed of the viewer into the audit log; it is kept if the transaction commits.
func (t *Tx) Audit(ctx context.Context, d Deed) error {
	return t.AuditEntry.Create().SetCreatedAt(t.Now()).SetCommunityID(d.Community).SetActorID(viewer.From(ctx).PersonID).
		SetVerb(d.Verb).SetSubject(d.Subject).SetAbout(d.About).SetReason(d.Reason).Exec(ctx)
}
