package roster

import (
	"context"
	"encoding/json"
	"time"

	"linli/ent/db"
	"linli/ent/db/answer"
	"linli/ent/uid"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// KeepAnswers is how long the answer to a key holds; a job deletes what is older.
const KeepAnswers = 24 * time.Hour

// answers are those given to keys: in the database, and in this batch.
type answers struct {
	given   map[answerKey]*given
	fresh   []answerKey // to be kept, in the order in which they were given
	expired []string    // ids of answers that are kept no longer, whose keys came again
}

type answerKey struct{ person, key string }

type given struct {
	community, request string
	reply              []*SignUp
}

// recallAll reads what was answered to the keys of the calls and is not older than a day.
func recallAll(ctx context.Context, c *db.Client, calls []*call, now time.Time) (*answers, error) {
	all := &answers{given: map[answerKey]*given{}}
	var people, keys []string
	for _, one := range calls {
		if one.key != nil {
			people, keys = append(people, one.viewer.PersonID), append(keys, *one.key)
		}
	}
	if len(keys) == 0 {
		return all, nil
	}
	rows, err := c.Answer.Query().Where(store.Among(answer.FieldPersonID, people), store.Among(answer.FieldKey, keys)).All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	for _, a := range rows {
		if !a.CreatedAt.After(now.Add(-KeepAnswers)) {
			all.expired = append(all.expired, a.ID)
			continue
		}
		g := &given{community: a.CommunityID, request: a.Request, reply: []*SignUp{}}
		if err := json.Unmarshal(a.Reply, &g.reply); err != nil {
			return nil, err
		}
		all.given[answerKey{a.PersonID, a.Key}] = g
	}
	return all, nil
}

// recall reads what was first answered to the key of one call; nil when there is nothing.
func (r *Rosters) recall(ctx context.Context, c *call) ([]*SignUp, error) {
	all, err := recallAll(ctx, r.store.Client(), []*call{c}, r.store.Now())
	if err != nil || len(all.given) == 0 {
		return nil, err
	}
	return all.answer(c, nil)
}

// answer returns what was first answered to the key of a call, or else what is decided now. The key used for another
// request is CONFLICT with reason KEY_REUSED.
func (a *answers) answer(c *call, decide func() ([]*SignUp, error)) ([]*SignUp, error) {
	if c.key == nil {
		return decide()
	}
	k := answerKey{c.viewer.PersonID, *c.key}
	if g := a.given[k]; g != nil {
		if g.request != c.request {
			return nil, fault.New(fault.Conflict, "The key was used for another request.").Because("KEY_REUSED").At("key")
		}
		return g.reply, nil
	}
	reply, err := decide()
	if err == nil {
		a.given[k] = &given{community: c.viewer.CommunityID, request: c.request, reply: reply}
		a.fresh = append(a.fresh, k)
	}
	return reply, err
}

// remember keeps the answers as they are now: whatever happens later, a retry gets them. A key that was used at the same
// time for another event fails as a constraint.
func (a *answers) remember(ctx context.Context, tx *store.Tx) error {
	if len(a.expired) > 0 {
		if _, err := tx.Answer.Delete().Where(answer.IDIn(a.expired...)).Exec(ctx); err != nil {
			return err
		}
	}
	rows, now := make([][]any, len(a.fresh)), tx.Now()
	for i, k := range a.fresh {
		g := a.given[k]
		raw, err := json.Marshal(bare(g.reply))
		if err != nil {
			return err
		}
		rows[i] = []any{uid.New("an"), &now, g.community, k.person, k.key, g.request, string(raw)}
	}
	return tx.Insert(ctx, "answers", kept, rows)
}

var kept = []store.Column{{Name: "id", Type: "text"}, {Name: "created_at", Type: "timestamptz"}, {Name: "community_id", Type: "text"},
	{Name: "person_id", Type: "text"}, {Name: "key", Type: "text"}, {Name: "request", Type: "text"}, {Name: "reply", Type: "jsonb"}}

// bare leaves out what was read beside the rows.
func bare(reply []*SignUp) []*SignUp {
	out := make([]*SignUp, len(reply))
	for i, s := range reply {
		row := *s.SignUp
		row.Edges = db.SignUpEdges{}
		out[i] = &SignUp{SignUp: &row, QueuePosition: s.QueuePosition}
	}
	return out
}
