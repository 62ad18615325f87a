package org

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/joinrequest"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/unit"
	"linli/server/fault"
	inbox "linli/server/notice"
	"linli/server/store"
	"linli/server/text"
)

const (
	// mostPending is how many wishes may wait in one community.
	mostPending = 500
	// mostTold is how many leads hear of one.
	mostTold = 20
)

// wish is what somebody says who wants to belong.
type wish struct{ name, building, number string }

// RequestToJoin notes that an unknown phone wants to belong to an open community, and tells those who run the building,
// else those of the unit above. It does the same for the eye when the phone is known or waits already, but writes nothing.
// NOT_FOUND for a community that is not open, RATE_LIMITED while 500 wait.
func (o *Org) RequestToJoin(ctx context.Context, slug, name, building, phone string) error {
	var w wish
	var err error
	if w.name, err = text.Line("name", name, text.Name); err != nil {
		return err
	}
	if w.building, err = text.Line("building", building, text.Name); err != nil {
		return err
	}
	if w.number, err = text.Phone("phone", phone); err != nil {
		return err
	}
	return o.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := tx.Community.Query().Where(community.Slug(slug), community.Open(true)).Only(ctx)
		if db.IsNotFound(err) {
			return fault.Missing().At("community")
		}
		if err != nil {
			return err
		}
		if err := lock(ctx, tx, c.ID); err != nil {
			return err
		}
		return o.note(ctx, tx, c.ID, w)
	})
}

// note writes a wish unless the phone is known or waits.
func (o *Org) note(ctx context.Context, tx *store.Tx, communityID string, w wish) error {
	pending := joinrequest.And(joinrequest.CommunityID(communityID), joinrequest.StatusEQ(joinrequest.StatusPENDING))
	n, err := tx.JoinRequest.Query().Where(pending).Count(ctx)
	if err != nil {
		return err
	}
	if n >= mostPending { // asked first, so that the answer does not tell whether the phone is known
		full := fault.New(fault.RateLimited, "Too many are waiting; please try again another day.")
		full.RetryAfter = 24 * time.Hour
		return full
	}
	hash := o.keys.HashPhone(w.number)
	for _, there := range []func(context.Context) (bool, error){
		tx.JoinRequest.Query().Where(pending, joinrequest.PhoneHash(hash)).Exist,
		tx.Person.Query().Where(person.CommunityID(communityID), person.PhoneHash(hash)).Exist,
	} {
		if known, err := there(ctx); err != nil || known {
			return err
		}
	}
	at, err := match(ctx, tx, communityID, w.building)
	if err != nil {
		return err
	}
	c := tx.JoinRequest.Create().SetCreatedAt(tx.Now()).SetCommunityID(communityID).SetName(w.name).SetBuilding(w.building).
		SetPhoneSealed(o.keys.Seal(w.number)).SetPhoneHash(hash).SetPhoneTail(text.Tail(w.number))
	path := rootPath
	if at != nil {
		c.SetUnitID(at.ID)
		path = at.Path
	}
	if err := c.Exec(ctx); err != nil {
		return err
	}
	return tellLeads(ctx, tx, communityID, path)
}

// match is the one building or branch of this name; nil where there is none or several.
func match(ctx context.Context, tx *store.Tx, communityID, name string) (*db.Unit, error) {
	units, err := tx.Unit.Query().Where(unit.CommunityID(communityID), unit.Name(name),
		unit.LevelIn(unit.LevelGROUP, unit.LevelBRANCH)).Limit(2).All(ctx)
	if err != nil || len(units) != 1 {
		return nil, err
	}
	return units[0], nil
}

// tellLeads tells those who run the unit at the path, or the nearest above that somebody runs.
func tellLeads(ctx context.Context, tx *store.Tx, communityID, path string) error {
	for ; path != ""; path = parentPath(path) {
		here := []predicate.Membership{
			membership.HasUnitWith(unit.CommunityID(communityID), unit.Path(path)),
			membership.RoleIn(membership.RoleLEAD, membership.RoleSECRETARY),
		}
		people, err := tx.Person.Query().Where(person.HasMembershipsWith(here...)).Order(person.ByID()).Limit(mostTold).IDs(ctx)
		if err != nil {
			return err
		}
		if len(people) > 0 {
			return inbox.Put(ctx, tx, inbox.News{Kind: notice.KindJOIN_REQUEST, Community: communityID, ByRule: true}, people...)
		}
	}
	return nil
}
