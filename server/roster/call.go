package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// call is one request to change a roster: what it needs to find on the board and how it is decided.
type call struct {
	needs
	viewer  *viewer.Viewer
	eventID string
	key     *string // of the client, to repeat it safely
	request string  // hash of the verb and its arguments
	// decide changes the board; a refusal leaves it as it was. It may run several times, each on a fresh board.
	decide func(*board) ([]*SignUp, error)
	// alone is set instead of decide for a change that needs the event for itself.
	alone func() error
	// shared is set instead of decide for a change that is no decision on a board, and part is what it is of its kind.
	shared kind
	part   any
	weight int // how much of a transaction it fills, of weightiest; 0 for what is small

	done   chan struct{} // closed when there is an answer
	answer []*SignUp
	err    error
}

// newCall describes a request of the viewer by its verb and arguments. UNAUTHENTICATED for an anonymous one; a key that is
// not 1 to 64 characters is BAD_USER_INPUT.
func newCall(ctx context.Context, key *string, verb string, args ...any) (*call, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	if key != nil && (len(*key) == 0 || len(*key) > 64) {
		return nil, fault.Field("key", "A key has 1 to 64 characters.")
	}
	c := &call{viewer: v, key: key}
	if key != nil {
		raw, err := json.Marshal(append([]any{verb}, args...))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(raw)
		c.request = hex.EncodeToString(sum[:])
	}
	return c, nil
}

// run lines the call up and returns its answer. prepared is what failed before: then only an answer that was given to the
// key earlier can still be had.
func (r *Rosters) run(ctx context.Context, c *call, prepared error) ([]*SignUp, error) {
	if prepared != nil {
		old, err := r.recall(ctx, c)
		if old != nil || err != nil {
			return old, err
		}
		return nil, prepared
	}
	if err := r.admitter.decide(ctx, c); err != nil {
		return nil, err
	}
	return c.answer, nil
}

// Alone runs a change of the event, its roster or its door log in the event's turn, in a transaction of its own under the
// event's lock. The error of change comes back as it is, NOT_FOUND for an event that is not there.
func (r *Rosters) Alone(ctx context.Context, eventID string, change func(context.Context, *store.Tx, *db.Event) error) error {
	return r.admitter.decide(ctx, &call{eventID: eventID, alone: func() error {
		return r.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
			e, err := Lock(ctx, tx, eventID)
			if err != nil {
				return err
			}
			return change(ctx, tx, e)
		})
	}})
}

// Drain waits until every request that has come is answered; the server calls it when it takes no new ones.
func (r *Rosters) Drain(ctx context.Context) error { return r.admitter.drain(ctx) }
