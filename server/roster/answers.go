package roster

import (
	"context"
	"encoding/json"
	"time"

	"linli/ent/db"
	"linli/ent/db/answer"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// KeepAnswers is how long the answer to a key holds; a job deletes what is older.
const KeepAnswers = 24 * time.Hour

// recall returns what was first answered to the key of the call; nil when it is new or older than a day. The key used for
// another request is CONFLICT with reason KEY_REUSED.
func recall(ctx context.Context, c *db.Client, personID string, of *call, now time.Time) ([]*SignUp, error) {
	if of.key == nil || personID == "" {
		return nil, nil
	}
	a, err := c.Answer.Query().Where(answer.PersonID(personID), answer.Key(*of.key)).Only(viewer.Internal(ctx))
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !a.CreatedAt.After(now.Add(-KeepAnswers)) {
		of.old = a.ID
		return nil, nil
	}
	if a.Request != of.request {
		return nil, reused()
	}
	var first []*SignUp
	return first, json.Unmarshal(a.Reply, &first)
}

func reused() error {
	return fault.New(fault.Conflict, "The key was used for another request.").Because("KEY_REUSED").At("key")
}

// remember keeps the answer as it is now: whatever happens later, a retry gets this.
func remember(ctx context.Context, tx *store.Tx, personID string, of *call, reply []*SignUp) error {
	if of.key == nil {
		return nil
	}
	raw, err := json.Marshal(bare(reply))
	if err != nil {
		return err
	}
	if of.old != "" {
		if _, err := tx.Answer.Delete().Where(answer.ID(of.old)).Exec(ctx); err != nil {
			return err
		}
	}
	err = tx.Answer.Create().SetCreatedAt(tx.Now()).SetCommunityID(viewer.From(ctx).CommunityID).SetPersonID(personID).
		SetKey(*of.key).SetRequest(of.request).SetReply(raw).Exec(ctx)
	if db.IsConstraintError(err) { // the same request waits for the same lock: this one was about another event
		return reused()
	}
	return err
}

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
