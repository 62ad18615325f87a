package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/invitation"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/server/store"
)

// voidCards is the step that ends the invitation cards by which others could become a person who is about to gain rights:
// whoever issued one was asked about the rights of then. The cards of those who share the phone go too, since one can go
// on from one of them to the other; those of the command line may be for anybody and stay.
func voidCards(ctx context.Context, tx *store.Tx, p *db.Person) error {
	whose := []predicate.Person{person.ID(p.ID)}
	if p.PhoneHash != nil {
		whose = append(whose, person.PhoneHash(*p.PhoneHash))
	}
	return tx.Invitation.Update().
		Where(invitation.HasPersonWith(person.Or(whose...)), invitation.IssuedByNEQ(""), invitation.UsedAtIsNil()).SetUsedAt(tx.Now()).Exec(ctx)
}
