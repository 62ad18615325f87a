package roster

import (
	"context"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/step"
	inbox "linli/server/notice"
	"linli/server/store"
)

// happened is a step in the history of some sign-ups.
type happened struct {
	kind        step.Kind
	reason      string
	byRule      bool // else by whose turn it is
	asked, free int
	until       *time.Time
}

type made struct {
	happened
	by  string
	row *db.SignUp
}

// note puts a step into the history of the rows.
func (b *board) note(h happened, rows ...*db.SignUp) {
	for _, s := range rows {
		b.steps = append(b.steps, made{h, b.actor(h.byRule), s})
	}
}

// actor is whose turn it is; empty for the rules.
func (b *board) actor(byRule bool) string {
	if byRule || b.by == nil {
		return ""
	}
	return b.by.PersonID
}

// told is news for the people of some rows.
type told struct {
	kind   notice.Kind
	reason string
	byRule bool
}

// tell notes news for the people of the rows.
func (b *board) tell(t told, rows ...*db.SignUp) {
	for _, s := range rows {
		news := inbox.News{Kind: t.kind, Community: s.CommunityID, Event: s.EventID, SignUp: s.ID, About: s.PersonID,
			Reason: t.reason, By: b.actor(t.byRule)}
		if t.kind != notice.KindSIGNED_UP { // whom somebody else signs up is named, each of them
			news.Party = s.Party
		}
		b.told = append(b.told, news)
	}
}

// record notes for the audit log what was done to somebody else's rows.
func (b *board) record(verb, reason string, rows ...*db.SignUp) {
	for _, s := range rows {
		b.deeds = append(b.deeds, store.Deed{Community: s.CommunityID, By: b.actor(false), Verb: verb, Subject: s.ID, About: s.PersonID, Reason: reason})
	}
}

// writeSteps puts what happened into the histories.
func (b *board) writeSteps(ctx context.Context, tx *store.Tx) error {
	for some := range slices.Chunk(b.steps, bulk) {
		err := tx.Step.MapCreateBulk(some, func(c *db.StepCreate, i int) {
			m := some[i]
			c.SetCreatedAt(b.now).SetCommunityID(m.row.CommunityID).SetEventID(m.row.EventID).SetSignUpID(m.row.ID).SetKind(m.kind).
				SetActorID(m.by).SetReason(m.reason).SetAsked(m.asked).SetFree(m.free).SetNillableUntil(m.until)
		}).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
