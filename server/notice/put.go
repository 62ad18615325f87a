package notice

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/proxy"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// News is something that somebody shall find in her inbox.
type News struct {
	Kind      notice.Kind
	Community string
	Event     string // id, or empty
	SignUp    string // id, or empty
	About     string // id of the person it is about, who is told
	By        string // id of whoever did it; empty: the rules
	Reason    string
	// Party is what several people go through together: whoever acts for some of them is told once.
	Party string
	// ByRule marks for Put what the rules did, not the viewer.
	ByRule bool
}

// bulk is the most rows of one statement, whose parameters are bounded.
const bulk = 500

// Put tells each of the people, and whoever acts for them, of the news; whoever did it, the viewer, is not told. It is a
// step of the verb that brings it about.
func Put(ctx context.Context, tx *store.Tx, news News, about ...string) error {
	if !news.ByRule {
		news.By = viewer.From(ctx).PersonID
	}
	all := make([]News, len(about))
	for i, id := range about {
		all[i] = news
		all[i].About = id
	}
	return PutAll(ctx, tx, all)
}

// PutAll is Put for news of several kinds by several people, in a number of statements that does not depend on how many.
func PutAll(ctx context.Context, tx *store.Tx, all []News) error {
	if len(all) == 0 {
		return nil
	}
	holders, err := holdersOf(ctx, tx, all)
	if err != nil {
		return err
	}
	var lines []*db.NoticeCreate
	told := map[once]bool{}
	add := func(news News, recipient string) {
		if o := (once{recipient, news.Party, news.Kind}); recipient != news.By && !told[o] {
			told[o] = news.Party != ""
			lines = append(lines, news.line(tx, recipient))
			tx.Announce(live.Inbox(recipient))
		}
	}
	for _, news := range all { // of herself before those she acts for
		add(news, news.About)
	}
	for _, news := range all {
		for _, holder := range holders[news.About] {
			add(news, holder)
		}
	}
	for some := range slices.Chunk(lines, bulk) {
		if err := tx.Notice.CreateBulk(some...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// once is what a recipient is told one time of a party.
type once struct {
	recipient, party string
	kind             notice.Kind
}

// holdersOf are those who act for the people whom the news are about.
func holdersOf(ctx context.Context, tx *store.Tx, all []News) (map[string][]string, error) {
	about := make([]string, len(all))
	for i, news := range all {
		about[i] = news.About
	}
	slices.Sort(about)
	holders := map[string][]string{}
	for some := range slices.Chunk(slices.Compact(about), bulk) {
		rows, err := tx.Proxy.Query().Where(proxy.PersonIDIn(some...)).Order(proxy.ByID()).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range rows {
			holders[p.PersonID] = append(holders[p.PersonID], p.HolderID)
		}
	}
	return holders, nil
}

func (n News) line(tx *store.Tx, recipient string) *db.NoticeCreate {
	line := tx.Notice.Create().SetCreatedAt(tx.Now()).SetCommunityID(n.Community).SetKind(n.Kind).
		SetRecipientID(recipient).SetAboutID(n.About).SetReason(n.Reason)
	if n.Event != "" {
		line.SetEventID(n.Event)
	}
	if n.SignUp != "" {
		line.SetSignUpID(n.SignUp)
	}
	if n.By != "" {
		line.SetActorID(n.By)
	}
	return line
}
