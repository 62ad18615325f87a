package testkit

import (
	"context"
	"fmt"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/viewer"
)

// Place is a small community: a committee with two branches, each with a group of two households.
type Place struct {
	Community  *db.Community
	Root       *db.Unit
	Branches   []*db.Unit
	Groups     []*db.Unit
	Households []*db.Unit
}

// Do changes the database as the program itself.
func (k *Kit) Do(fn func(ctx context.Context, tx *store.Tx)) {
	k.Helper()
	k.Must(k.Store.Do(k.Internal(), func(ctx context.Context, tx *store.Tx) error { fn(ctx, tx); return nil }))
}

// Place makes a community with this slug.
func (k *Kit) Place(slug string) *Place {
	k.Helper()
	p := &Place{}
	k.Do(func(ctx context.Context, tx *store.Tx) {
		p.Community = tx.Community.Create().SetSlug(slug).SetName("社区 " + slug).SaveX(ctx)
		add := func(parent *db.Unit, level unit.Level, n int) *db.Unit {
			c := tx.Unit.Create().SetCommunityID(p.Community.ID).SetLevel(level).SetName(fmt.Sprintf("%s %d", level, n))
			segment := fmt.Sprintf("%04d", n)
			if parent != nil {
				c.SetParentID(parent.ID).SetPath(parent.Path + segment)
			} else {
				c.SetPath(segment)
			}
			return c.SaveX(ctx)
		}
		p.Root = add(nil, unit.LevelCOMMITTEE, 1)
		for b := 1; b <= 2; b++ {
			branch := add(p.Root, unit.LevelBRANCH, b)
			group := add(branch, unit.LevelGROUP, 1)
			p.Branches, p.Groups = append(p.Branches, branch), append(p.Groups, group)
			for h := 1; h <= 2; h++ {
				p.Households = append(p.Households, add(group, unit.LevelHOUSEHOLD, h))
			}
		}
	})
	return p
}

// Person makes somebody who lives in the unit, without a phone.
func (k *Kit) Person(home *db.Unit, name string) *db.Person {
	k.Helper()
	var p *db.Person
	k.Do(func(ctx context.Context, tx *store.Tx) {
		p = tx.Person.Create().SetCommunityID(home.CommunityID).SetUnitID(home.ID).SetName(name).SetSearch(name).SaveX(ctx)
		tx.Membership.Create().SetCommunityID(home.CommunityID).SetUnitID(home.ID).SetPersonID(p.ID).
			SetRole(membership.RoleVOLUNTEER).SaveX(ctx)
		k.Must(rollup.Settle(ctx, tx, home))
	})
	return p
}

// Phone gives a person a phone.
func (k *Kit) Phone(p *db.Person, number string) {
	k.Helper()
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Person.UpdateOneID(p.ID).SetPhoneSealed(k.Keys.Seal(number)).SetPhoneHash(k.Keys.HashPhone(number)).
			SetPhoneTail(number[len(number)-4:]).ExecX(ctx)
	})
}

// Role gives a person a role at a unit.
func (k *Kit) Role(p *db.Person, at *db.Unit, role membership.Role) {
	k.Helper()
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Membership.Create().SetCommunityID(at.CommunityID).SetUnitID(at.ID).SetPersonID(p.ID).SetRole(role).SaveX(ctx)
	})
}

// ActsFor lets the holder act for the person.
func (k *Kit) ActsFor(holder, person *db.Person) {
	k.Helper()
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Proxy.Create().SetCommunityID(holder.CommunityID).SetHolderID(holder.ID).SetPersonID(person.ID).SaveX(ctx)
	})
}

// Team makes a team at a unit with this lead.
func (k *Kit) Team(at *db.Unit, name string, lead *db.Person) *db.Team {
	k.Helper()
	var t *db.Team
	k.Do(func(ctx context.Context, tx *store.Tx) {
		t = tx.Team.Create().SetCommunityID(at.CommunityID).SetUnitID(at.ID).SetName(name).SetKind("VOLUNTEER").SaveX(ctx)
		tx.TeamMember.Create().SetCommunityID(at.CommunityID).SetTeamID(t.ID).SetPersonID(lead.ID).SetLead(true).SaveX(ctx)
	})
	return t
}

// Event makes a published event of the unit that begins in the given time from the kit's clock and lasts two hours, with
// one shift for each capacity; a negative capacity is unlimited. The event comes with its unit and its shifts.
func (k *Kit) Event(at *db.Unit, begins time.Duration, capacities ...int) *db.Event {
	k.Helper()
	var e *db.Event
	k.Do(func(ctx context.Context, tx *store.Tx) {
		starts := k.Clock.Now().Add(begins)
		e = tx.Event.Create().SetCommunityID(at.CommunityID).SetUnitID(at.ID).SetTitle("活动").SetKind(event.KindVOLUNTEERING).
			SetStatus(event.StatusPUBLISHED).SetPlace("广场").SetSearch("活动").SetStartsAt(starts).SetEndsAt(starts.Add(2 * time.Hour)).SaveX(ctx)
		e.Edges.Unit = at
		tx.Touch(e.CommunityID, e.ID)
		for i, n := range capacities {
			c := tx.Shift.Create().SetCommunityID(at.CommunityID).SetEventID(e.ID).SetName(fmt.Sprintf("岗位 %d", i+1)).
				SetStartsAt(e.StartsAt).SetEndsAt(e.EndsAt)
			if n >= 0 {
				c.SetCapacity(n)
			}
			e.Edges.Shifts = append(e.Edges.Shifts, c.SaveX(ctx))
		}
	})
	return e
}

// As is a context of this person with her present rights; nil is an anonymous viewer.
func (k *Kit) As(p *db.Person) context.Context {
	k.Helper()
	if p == nil {
		return k.Context()
	}
	v, err := access.Load(k.Internal(), k.Store.Client(), p.ID)
	k.Must(err)
	return viewer.With(k.Context(), v)
}
