package auth

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/teammember"
	"linli/server/store"
)

// mostPeople is how many people one phone can serve.
const mostPeople = 20

var descending = sql.OrderDesc()

// ofPhone are the people whom a phone serves: who has a role first, then who was entered first.
func ofPhone(ctx context.Context, tx *store.Tx, phone string) ([]*db.Person, error) {
	people, err := tx.Person.Query().Where(person.PhoneHash(phone)).
		Order(person.ByCreatedAt(), person.ByID()).Limit(mostPeople).All(ctx)
	if err != nil || len(people) < 2 {
		return people, err
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	var leads, roles []string
	err = tx.TeamMember.Query().Where(teammember.PersonIDIn(ids...), teammember.Lead(true)).
		Select(teammember.FieldPersonID).Scan(ctx, &leads)
	if err != nil {
		return nil, err
	}
	err = tx.Membership.Query().Where(membership.PersonIDIn(ids...), membership.RoleIn(membership.RoleLEAD, membership.RoleSECRETARY)).
		Select(membership.FieldPersonID).Scan(ctx, &roles)
	if err != nil {
		return nil, err
	}
	return rolesFirst(people, append(roles, leads...)), nil
}

// rolesFirst puts those with these ids before the others and keeps the order otherwise.
func rolesFirst(people []*db.Person, ids []string) []*db.Person {
	has := map[string]bool{}
	for _, id := range ids {
		has[id] = true
	}
	var first, rest []*db.Person
	for _, p := range people {
		if has[p.ID] {
			first = append(first, p)
		} else {
			rest = append(rest, p)
		}
	}
	return append(first, rest...)
}

// asFirst signs in the first of a phone's people; nil: it has none.
func (a *Auth) asFirst(ctx context.Context, tx *store.Tx, phone string) (*SignedIn, error) {
	people, err := ofPhone(ctx, tx, phone)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	return a.asOne(ctx, tx, people, 0)
}

// asOne signs in one of a phone's people.
func (a *Auth) asOne(ctx context.Context, tx *store.Tx, people []*db.Person, i int) (*SignedIn, error) {
	in, err := a.NewSession(ctx, tx, people[i])
	if err != nil {
		return nil, err
	}
	for j, p := range people {
		if j != i {
			p.Unwrap()
		}
	}
	in.People = people
	return in, nil
}
