package org

import (
	"linli/ent/db"
	"linli/server/keys"
	"linli/server/text"
)

// describe sets a person's name and phone, and all that is kept to find her by them, on a create or an update. Both have
// been checked by text; an empty number means none.
func describe(m *db.PersonMutation, k *keys.Keys, name, number string) {
	tail := text.Tail(number)
	m.SetName(name)
	m.SetSearch(text.Searchable(name, tail))
	m.SetPhoneTail(tail)
	if number != "" {
		m.SetPhoneSealed(k.Seal(number))
		m.SetPhoneHash(k.HashPhone(number))
	} else if !m.Op().Is(db.OpCreate) {
		m.ClearPhoneSealed()
		m.ClearPhoneHash()
	}
}
