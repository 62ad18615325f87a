package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/text"
)

// AddPerson makes somebody who lives in a unit and holds a role there, VOLUNTEER where none is given. Several people may
// have the same phone.
func (o *Org) AddPerson(ctx context.Context, in AddPersonInput) (*db.Person, error) {
	home, err := access.Unit(ctx, o.store.Client(), "addPerson", in.UnitID)
	if err != nil {
		return nil, fault.At(err, "input.unitId")
	}
	who := newcomer{role: membership.RoleVOLUNTEER}
	if who.name, err = text.Line("input.name", in.Name, text.Name); err != nil {
		return nil, err
	}
	if who.number, err = optionalPhone("input.phone", in.Phone); err != nil {
		return nil, err
	}
	if in.Role != nil {
		who.role = *in.Role
	}
	if err := checkBirthYear(in.BirthYear, o.store.Now()); err != nil {
		return nil, err
	}
	who.birthYear = in.BirthYear
	if who.skills, err = tidySkills(in.Skills); err != nil {
		return nil, err
	}
	return change(ctx, o, home.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		home, err := tx.Unit.Get(ctx, in.UnitID)
		if err != nil {
			return nil, access.Hide(err)
		}
		p, err := settle(ctx, tx, o.keys, home, who)
		if err != nil {
			return nil, err
		}
		return p, tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: "addPerson", Subject: p.ID})
	})
}

// optionalPhone reads a number that may be absent or empty.
func optionalPhone(field string, typed *string) (string, error) {
	if typed == nil || *typed == "" {
		return "", nil
	}
	return text.Phone(field, *typed)
}

// newcomer is somebody new; number is E.164 or empty.
type newcomer struct {
	name, number string
	role         membership.Role
	birthYear    *int // nil: not known
	skills       []string
}

// settle makes a person who lives in a unit and holds a role there.
func settle(ctx context.Context, tx *store.Tx, k *keys.Keys, home *db.Unit, who newcomer) (*db.Person, error) {
	c := tx.Person.Create().SetCreatedAt(tx.Now()).SetCommunityID(home.CommunityID).SetUnitID(home.ID).
		SetNillableBirthYear(who.birthYear).SetSkills(who.skills)
	describe(c.Mutation(), k, who.name, who.number)
	p, err := c.Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := rollup.Settle(ctx, tx, home); err != nil {
		return nil, err
	}
	return p, grant(ctx, tx, p.ID, home, who.role)
}

// grant writes a role.
func grant(ctx context.Context, tx *store.Tx, personID string, at *db.Unit, role membership.Role) error {
	return tx.Membership.Create().SetCreatedAt(tx.Now()).SetCommunityID(at.CommunityID).SetUnitID(at.ID).
		SetPersonID(personID).SetRole(role).Exec(ctx)
}
