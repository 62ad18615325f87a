package notice

import (
	"cmp"
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/proxy"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// News is something that people shall find in their inbox.
type News struct {
	Kind      notice.Kind
	Community string
	Event     string // id, or empty
	SignUp    string // id, or empty
	// SignUps are the ids of the sign-ups by person, where each of those told about has her own.
	SignUps map[string]string
	Reason  string
	// ByRule marks what the rules did, not the viewer.
	ByRule bool
}

// Put tells each of the people, and whoever acts for them, of the news; whoever did it is not told. It is a step of the
// verb that brings it about.
func Put(ctx context.Context, tx *store.Tx, news News, about ...string) error {
	if len(about) == 0 {
		return nil
	}
	holders, err := tx.Proxy.Query().Where(proxy.PersonIDIn(about...)).All(ctx)
	if err != nil {
		return err
	}
	actor := viewer.From(ctx).PersonID
	var lines []*db.NoticeCreate
	add := func(recipient, about string) {
		if recipient == actor && !news.ByRule {
			return
		}
		line := tx.Notice.Create().SetCreatedAt(tx.Now()).SetCommunityID(news.Community).SetKind(news.Kind).
			SetRecipientID(recipient).SetAboutID(about).SetReason(news.Reason)
		if news.Event != "" {
			line.SetEventID(news.Event)
		}
		if id := cmp.Or(news.SignUps[about], news.SignUp); id != "" {
			line.SetSignUpID(id)
		}
		if !news.ByRule && actor != "" {
			line.SetActorID(actor)
		}
		lines = append(lines, line)
		tx.Announce(live.Inbox(recipient))
	}
	for _, id := range about {
		add(id, id)
	}
	for _, h := range holders {
		add(h.HolderID, h.PersonID)
	}
	for some := range slices.Chunk(lines, 500) { // a statement's parameters are bounded
		if err := tx.Notice.CreateBulk(some...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
