package roster

import (
	"context"

	"linli/ent/db/person"
	"linli/ent/db/proxy"
	"linli/ent/db/session"
	"linli/server/store"
)

// reach is what brings somebody news now: herself or whoever acts for her.
type reach int

const (
	reachNone  reach = iota // nothing: she is to be called
	reachPhone              // an SMS
	reachPage               // an open page
)

// reached says what reaches each of the people now; gateway tells whether there is one for SMS. It takes three queries at
// most, however many people there are.
func reached(ctx context.Context, tx *store.Tx, people []string, gateway bool) (map[string]reach, error) {
	all := make(map[string]reach, len(people))
	if len(people) == 0 {
		return all, nil
	}
	c, err := circleOf(ctx, tx, people)
	if err != nil {
		return nil, err
	}
	var open []string
	err = tx.Session.Query().Where(store.Among(session.FieldPersonID, c.ids), session.OpenUntilGT(tx.Now()), session.ExpiresAtGT(tx.Now()),
		session.RevokedAtIsNil()).Select(session.FieldPersonID).Scan(ctx, &open)
	if err != nil {
		return nil, err
	}
	var phones []string
	if gateway {
		if phones, err = c.phones(ctx, tx); err != nil {
			return nil, err
		}
	}
	hasPage, hasPhone := set(open), set(phones)
	for _, id := range people {
		switch {
		case c.first(id, hasPage) != "":
			all[id] = reachPage
		case c.first(id, hasPhone) != "":
			all[id] = reachPhone
		}
	}
	return all, nil
}

// circle is people and those who act for them.
type circle struct {
	ids     []string            // all of them
	holders map[string][]string // by whom they act for, first come first
}

func circleOf(ctx context.Context, tx *store.Tx, people []string) (*circle, error) {
	c := &circle{ids: append([]string{}, people...), holders: map[string][]string{}}
	rows, err := tx.Proxy.Query().Where(store.Among(proxy.FieldPersonID, people)).Order(proxy.ByCreatedAt(), proxy.ByID()).All(ctx)
	for _, p := range rows {
		c.ids = append(c.ids, p.HolderID)
		c.holders[p.PersonID] = append(c.holders[p.PersonID], p.HolderID)
	}
	return c, err
}

// phones are those of the circle who have one.
func (c *circle) phones(ctx context.Context, tx *store.Tx) ([]string, error) {
	return tx.Person.Query().Where(store.Among(person.FieldID, c.ids), person.PhoneHashNotNil()).IDs(ctx)
}

// first is who of a person and those who act for her comes first of those that are given; empty: none of them.
func (c *circle) first(personID string, of map[string]bool) string {
	for _, id := range append([]string{personID}, c.holders[personID]...) {
		if of[id] {
			return id
		}
	}
	return ""
}

func set(ids []string) map[string]bool {
	all := make(map[string]bool, len(ids))
	for _, id := range ids {
		all[id] = true
	}
	return all
}
