package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// call is one request to change a roster: what it needs to find on the board and how it is decided.
type call struct {
	needs
	eventID string
	key     *string // of the client, to repeat it safely
	request string  // hash of the verb and its arguments
	old     string  // id of an answer to the key that is kept no longer
	decide  func(*board) ([]*SignUp, error)
}

// newCall describes a request by its verb and arguments. A key that is not 1 to 64 characters is BAD_USER_INPUT.
func newCall(key *string, verb string, args ...any) (*call, error) {
	if key != nil && (len(*key) == 0 || len(*key) > 64) {
		return nil, fault.Field("key", "A key has 1 to 64 characters.")
	}
	raw, err := json.Marshal(append([]any{verb}, args...))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	return &call{key: key, request: hex.EncodeToString(sum[:])}, nil
}

// errUntouched ends a transaction that has nothing to write, so that nothing is announced either.
var errUntouched = errors.New("roster: nothing to write")

// run decides a call under the event's lock and writes what follows; a refusal changes nothing.
func (r *Rosters) run(ctx context.Context, c *call) ([]*SignUp, error) {
	done, err := r.turns.take(ctx, c.eventID)
	if err != nil {
		return nil, err
	}
	defer done()
	var answer []*SignUp
	err = r.store.Do(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		b, err := open(ctx, tx, c.eventID, c.needs)
		if err != nil {
			return err
		}
		actor := viewer.From(ctx).PersonID
		old, err := recall(ctx, tx.Client, actor, c, b.now)
		if err != nil {
			return err
		}
		if old != nil {
			answer = old
			return errUntouched
		}
		if answer, err = c.decide(b); err != nil {
			return err
		}
		if err := b.save(ctx, tx); err != nil {
			return err
		}
		if err := place(ctx, tx.Client, answer); err != nil {
			return err
		}
		if c.key == nil && b.untouched() {
			return errUntouched
		}
		return remember(ctx, tx, actor, c, answer)
	})
	if err != nil && !errors.Is(err, errUntouched) {
		return nil, err
	}
	return answer, nil
}
