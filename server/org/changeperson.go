package org

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/text"
	"linli/server/ticket"
)

// changes of a person; nil is unchanged, an empty number takes the phone away.
type changes struct {
	name, home, number *string
	birthYear          graphql.Omittable[*int]
	skills             []string
}

// ChangePerson changes what is given. Moving her home asks for a secretary of both places, and takes along what she is as
// one who lives there. FORBIDDEN with reason ROLE for the phone of somebody who runs more than the viewer does: whoever
// has the phone signs in as her.
func (o *Org) ChangePerson(ctx context.Context, id string, in ChangePersonInput) (*db.Person, error) {
	p, err := access.Person(ctx, o.store.Client(), "changePerson", id)
	if err != nil {
		return nil, err
	}
	if in.UnitID != nil {
		if _, err := access.Unit(ctx, o.store.Client(), "changePerson", *in.UnitID); err != nil {
			return nil, fault.At(err, "input.unitId")
		}
	}
	ch, err := in.check(o.store.Now())
	if err != nil {
		return nil, err
	}
	return change(ctx, o, p.CommunityID, func(ctx context.Context, tx *store.Tx) (*db.Person, error) {
		p, err := tx.Person.Query().Where(person.ID(id)).WithUnit().Only(ctx)
		if err != nil {
			return nil, access.Hide(err)
		}
		if ch.number != nil {
			if err := access.Covers(ctx, tx.Client, id); err != nil {
				return nil, err
			}
		}
		if ch.home != nil && *ch.home != p.UnitID {
			if err := rehouse(ctx, tx, p, *ch.home); err != nil {
				return nil, err
			}
		}
		if p, err = o.redescribe(ctx, tx, p, ch); err != nil {
			return nil, err
		}
		if ch.name != nil || ch.number != nil {
			if err := ticket.Retell(ctx, tx, id); err != nil {
				return nil, err
			}
		}
		return p, tx.Audit(ctx, store.Deed{Community: p.CommunityID, Verb: "changePerson", Subject: id})
	})
}

func (in ChangePersonInput) check(now time.Time) (ch changes, err error) {
	if ch.name, err = given("input.name", in.Name, text.Name); err != nil {
		return ch, err
	}
	if typed, given := in.Phone.ValueOK(); given {
		number, err := optionalPhone("input.phone", typed)
		if err != nil {
			return ch, err
		}
		ch.number = &number
	}
	ch.home, ch.birthYear = in.UnitID, in.BirthYear
	if err := checkBirthYear(in.BirthYear.Value(), now); err != nil {
		return ch, err
	}
	if in.Skills != nil {
		ch.skills, err = tidySkills(in.Skills)
	}
	return ch, err
}

// redescribe writes what she is as it shall be.
func (o *Org) redescribe(ctx context.Context, tx *store.Tx, p *db.Person, ch changes) (*db.Person, error) {
	name, number := p.Name, ""
	if p.PhoneSealed != nil {
		var err error
		if number, err = o.keys.Open(*p.PhoneSealed); err != nil {
			return nil, err
		}
	}
	if ch.name != nil {
		name = *ch.name
	}
	if ch.number != nil {
		number = *ch.number
	}
	update := tx.Person.UpdateOneID(p.ID)
	describe(update.Mutation(), o.keys, name, number)
	if year, given := ch.birthYear.ValueOK(); given && year != nil {
		update.SetBirthYear(*year)
	} else if given {
		update.ClearBirthYear()
	}
	if ch.skills != nil {
		update.SetSkills(ch.skills)
	}
	return update.Save(ctx)
}

// rehouse moves a person, read with her unit, to another home. MEMBER and VOLUNTEER at the old one go with her.
func rehouse(ctx context.Context, tx *store.Tx, p *db.Person, homeID string) error {
	home, err := tx.Unit.Get(ctx, homeID)
	if err != nil {
		return access.Hide(err)
	}
	here := membership.And(membership.PersonID(p.ID), membership.RoleIn(membership.RoleMEMBER, membership.RoleVOLUNTEER))
	held, err := tx.Membership.Query().Where(here, membership.UnitIDIn(p.UnitID, homeID)).All(ctx)
	if err != nil {
		return err
	}
	if _, err := tx.Membership.Delete().Where(here, membership.UnitIDIn(p.UnitID, homeID)).Exec(ctx); err != nil {
		return err
	}
	roles := map[membership.Role]bool{}
	for _, m := range held {
		if roles[m.Role] {
			continue
		}
		roles[m.Role] = true
		if err := grant(ctx, tx, p.ID, home, m.Role); err != nil {
			return err
		}
	}
	if err := rollup.Rehouse(ctx, tx, p.Edges.Unit, home); err != nil {
		return err
	}
	return tx.Person.UpdateOneID(p.ID).SetUnitID(homeID).Exec(ctx)
}
