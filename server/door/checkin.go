package door

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/viewer"
)

// CheckIn writes a batch of entries from one device into the log, in its order, and answers each. An entry that is in the
// log already changes nothing and is answered as before. It fails as a whole, with nothing kept, only for what no device
// of ours sends: BAD_USER_INPUT for a malformed entry, CONFLICT for an id that was used for something else, RATE_LIMITED
// after more than 30 venue codes of one person in ten minutes.
func (d *Door) CheckIn(ctx context.Context, batch []*Entry) ([]*Result, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	if err := check(batch); err != nil {
		return nil, err
	}
	if err := d.countCodes(v.PersonID, batch); err != nil {
		return nil, err
	}
	results := make([]*Result, len(batch))
	for i, e := range batch {
		results[i] = &Result{ID: e.ID, Warnings: []string{}}
	}
	groups, order := byEvent(batch)
	touched := map[string][]int{}
	err := d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		clear(touched)
		wrote := false
		for _, eventID := range order {
			some, err := d.group(ctx, tx, eventID, groups[eventID], results, touched)
			if err != nil {
				return err
			}
			wrote = wrote || some
		}
		if !wrote {
			return errUntouched
		}
		return nil
	})
	if err != nil && !errors.Is(err, errUntouched) {
		return nil, err
	}
	return results, d.attach(ctx, results, touched)
}

// errUntouched ends a transaction that has nothing to write, so that no revision is raised and nothing is announced.
var errUntouched = errors.New("door: nothing to write")

// byEvent gathers the places of the entries of each event, in the order in which the events first appear.
func byEvent(batch []*Entry) (groups map[string][]numbered, order []string) {
	groups = map[string][]numbered{}
	for i, e := range batch {
		if _, seen := groups[e.EventID]; !seen {
			order = append(order, e.EventID)
		}
		groups[e.EventID] = append(groups[e.EventID], numbered{i, e})
	}
	return groups, order
}

// numbered is an entry with its place in the batch.
type numbered struct {
	n int
	*Entry
}

// group writes the entries of one event under its lock; it answers whether any of them is new to the log.
func (d *Door) group(ctx context.Context, tx *store.Tx, eventID string, entries []numbered, results []*Result, touched map[string][]int) (bool, error) {
	v := viewer.From(ctx)
	found, err := tx.Event.Query().Where(event.ID(eventID), event.CommunityID(v.CommunityID), event.StatusNEQ(event.StatusDRAFT)).WithUnit().Only(ctx)
	if db.IsNotFound(err) {
		for _, e := range entries {
			*results[e.n] = Result{ID: e.ID, Warnings: []string{Forbidden}}
		}
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b := &book{door: d, tx: tx, leads: access.Holds(v, access.Lead, access.OnEvent(found))}
	if !b.leads && !anyVenueCode(entries) { // nothing of it can be written: leave the event's revision alone
		for _, e := range entries {
			*results[e.n] = Result{ID: e.ID, Warnings: []string{Forbidden}}
		}
		return false, nil
	}
	if b.event, err = roster.Lock(ctx, tx, eventID); err != nil {
		return false, err
	}
	if err := b.load(ctx, entries); err != nil {
		return false, err
	}
	for _, e := range entries {
		signUp, err := b.enter(ctx, e, results[e.n])
		if err != nil {
			return false, err
		}
		if signUp != "" {
			touched[signUp] = append(touched[signUp], e.n)
		}
	}
	return len(b.written) > 0, b.save(ctx)
}

func anyVenueCode(entries []numbered) bool {
	for _, e := range entries {
		if e.Method == attendanceentry.MethodVENUE_CODE {
			return true
		}
	}
	return false
}

// attach reads the sign-ups of the answers as they now are.
func (d *Door) attach(ctx context.Context, results []*Result, touched map[string][]int) error {
	if len(touched) == 0 {
		return nil
	}
	ids := slices.Collect(maps.Keys(touched))
	rows, err := d.store.Client().SignUp.Query().Where(signup.IDIn(ids...)).All(ctx)
	if err != nil {
		return err
	}
	signUps, err := roster.Read(ctx, d.store.Client(), rows...)
	for _, s := range signUps {
		for _, n := range touched[s.ID] {
			results[n].SignUp = s
		}
	}
	return err
}

// used is the failure of an id that stands for something else.
func used(n int) error {
	return fault.New(fault.Conflict, "This id was used for something else.").At(fmt.Sprintf("input.%d.id", n)).Because("KEY_REUSED")
}
