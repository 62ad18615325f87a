package org

import (
	"context"
	"fmt"
	"time"

	"linli/ent/db"
	"linli/ent/db/joinrequest"
	"linli/ent/db/predicate"
	"linli/server/access"
	"linli/server/page"
	"linli/server/text"
)

// JoinRequests are the wishes to belong that wait for a decision in the unit and below it, the oldest first; those that
// name no known building wait at the root. For leads and secretaries of the unit, others get FORBIDDEN or UNAUTHENTICATED.
func (o *Org) JoinRequests(ctx context.Context, unitID string, args page.Args) (*page.Connection[*db.JoinRequest], error) {
	u, err := access.Unit(ctx, o.store.Client(), "joinRequests", unitID)
	if err != nil {
		return nil, err
	}
	var at time.Time
	var id string
	more, err := args.Keys("joinRequests", &at, &id)
	if err != nil {
		return nil, err
	}
	here := []predicate.JoinRequest{joinrequest.HasUnitWith(access.Subtree(u.CommunityID, u.Path))}
	if u.Path == rootPath {
		here = append(here, joinrequest.UnitIDIsNil())
	}
	all := o.store.Client().JoinRequest.Query().Where(joinrequest.CommunityID(u.CommunityID),
		joinrequest.StatusEQ(joinrequest.StatusPENDING), joinrequest.Or(here...))
	q := all.Clone().Order(joinrequest.ByCreatedAt(), joinrequest.ByID()).Limit(args.First + 1)
	if more {
		q.Where(joinrequest.Or(joinrequest.CreatedAtGT(at), joinrequest.And(joinrequest.CreatedAt(at), joinrequest.IDGT(id))))
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	mark := func(j *db.JoinRequest) page.Cursor { return page.Mark("joinRequests", j.CreatedAt, j.ID) }
	return page.Make(args, rows, mark, func(ctx context.Context) (int, error) { return all.Clone().Count(ctx) }), nil
}

// JoinPhone is the masked number of who wishes to belong.
func (o *Org) JoinPhone(j *db.JoinRequest) (string, error) {
	number, err := o.keys.Open(j.PhoneSealed)
	if err != nil {
		return "", fmt.Errorf("the phone of %s: %w", j.ID, err)
	}
	return text.Mask(number), nil
}
