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
// log already changes nothing and is answered as before. The entries of an event are kept together or not. It fails only for what no device
// of ours sends: BAD_USER_INPUT for a malformed entry, CONFLICT for an id that was used for something else, RATE_LIMITED
// after more than 30 venue codes of one person in ten minutes.
func (d *Door) CheckIn(ctx context.Context, batch []*Entry, from From) ([]*Result, error) {
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
	for _, eventID := range order {
		if err := d.group(ctx, eventID, groups[eventID], results, touched); err != nil {
			return nil, err
		}
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

// group writes the entries of one event in its turn.
func (d *Door) group(ctx context.Context, eventID string, entries []numbered, results []*Result, touched map[string][]int) error {
	v := viewer.From(ctx)
	found, err := d.store.Client().Event.Query().Where(event.ID(eventID), event.CommunityID(v.CommunityID), event.StatusNEQ(event.StatusDRAFT)).
		WithUnit().Only(viewer.Internal(ctx))
	if err != nil && !db.IsNotFound(err) {
		return err
	}
	leads := found != nil && access.Holds(v, access.Lead, access.OnEvent(found))
	if found == nil || !leads && !anyVenueCode(entries) { // nothing of it can be written: leave the event's revision alone
		for _, e := range entries {
			*results[e.n] = Result{ID: e.ID, Warnings: []string{Forbidden}}
		}
		return nil
	}
	concerned := map[string][]int{}
	err = d.rosters.Alone(ctx, eventID, func(ctx context.Context, tx *store.Tx, e *db.Event) error {
		clear(concerned)
		b := &book{door: d, tx: tx, event: e, leads: leads}
		return b.enterAll(ctx, entries, results, concerned)
	})
	if err != nil && !errors.Is(err, errUntouched) {
		return err
	}
	maps.Copy(touched, concerned)
	return nil
}

// enterAll writes the entries under the event's lock; errUntouched when none of them is new to the log.
func (b *book) enterAll(ctx context.Context, entries []numbered, results []*Result, touched map[string][]int) error {
	if err := b.load(ctx, entries); err != nil {
		return err
	}
	for _, e := range entries {
		signUp, err := b.enter(ctx, e, results[e.n])
		if err != nil {
			return err
		}
		if signUp != "" {
			touched[signUp] = append(touched[signUp], e.n)
		}
	}
	if len(b.written) == 0 {
		return errUntouched
	}
	return b.save(ctx)
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
