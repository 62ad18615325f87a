package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/notice"
	inbox "linli/server/notice"
	"linli/server/store"
)

const (
	signedUp = notice.KindSIGNED_UP
	promoted = notice.KindPROMOTED
	removed  = notice.KindREMOVED
)

// told is news for the people of some rows.
type told struct {
	kind   notice.Kind
	reason string
	byRule bool
	rows   []*db.SignUp
}

// tell notes news for the people of the rows.
func (b *board) tell(n told, rows ...*db.SignUp) {
	if len(rows) > 0 {
		n.rows = rows
		b.told = append(b.told, n)
	}
}

// record notes for the audit log what was done to somebody else's rows.
func (b *board) record(verb, reason string, rows ...*db.SignUp) {
	for _, s := range rows {
		b.deeds = append(b.deeds, store.Deed{Community: s.CommunityID, Verb: verb, Subject: s.ID, About: s.PersonID, Reason: reason})
	}
}

// announce puts the news into the inboxes.
func (b *board) announce(ctx context.Context, tx *store.Tx) error {
	for _, n := range b.told {
		news := inbox.News{Kind: n.kind, Community: b.event.CommunityID, Event: b.event.ID, Reason: n.reason, ByRule: n.byRule,
			SignUps: map[string]string{}}
		about := make([]string, len(n.rows))
		for i, s := range n.rows {
			about[i] = s.PersonID
			news.SignUps[s.PersonID] = s.ID
		}
		if err := inbox.Put(ctx, tx, news, about...); err != nil {
			return err
		}
	}
	return nil
}
