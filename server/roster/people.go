package roster

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/person"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// askFor answers nil when the viewer may sign these people up, and says for whom that takes her right as a lead.
func (r *Rosters) askFor(ctx context.Context, eventID string, people []string) (map[string]bool, error) {
	v := viewer.From(ctx)
	led := map[string]bool{}
	var others []string
	for _, id := range people {
		if !v.Speaks(id) {
			led[id] = true
			others = append(others, id)
		}
	}
	if len(others) == 0 {
		return led, nil
	}
	e, err := access.Event(ctx, r.store.Client(), "signUp", eventID)
	if err != nil {
		return nil, err
	}
	if access.Holds(v, access.Lead, access.OnEvent(e)) {
		n, err := r.store.Client().Person.Query().Where(person.IDIn(others...), access.Candidate(v, e)).Count(viewer.Internal(ctx))
		if err != nil || n == len(others) {
			return led, err
		}
	}
	known, err := r.store.Client().Person.Query().Where(person.IDIn(others...)).Count(ctx)
	if err != nil {
		return nil, err
	}
	if known < len(others) {
		return nil, fault.Missing().At("people")
	}
	return nil, fault.New(fault.Forbidden, "You may not sign this person up.").At("people")
}

// mostCandidates is how many people Candidates offers.
const mostCandidates = 20

// Candidates returns the first of the people whom the viewer may sign up for the event as its lead, by name, found by
// name, pinyin, initials or phone tail. It fails with NOT_FOUND, FORBIDDEN or BAD_USER_INPUT for a search that is too long.
func (r *Rosters) Candidates(ctx context.Context, eventID, search string) ([]*db.Person, error) {
	e, err := access.Event(ctx, r.store.Client(), "roster", eventID)
	if err != nil {
		return nil, err
	}
	if search, err = text.Optional("search", search, text.Query); err != nil {
		return nil, err
	}
	q := r.store.Client().Person.Query().Where(access.Candidate(viewer.From(ctx), e))
	if search != "" {
		q.Where(store.Finds(person.FieldSearch, search))
	}
	return q.Order(person.ByName(), person.ByID()).Limit(mostCandidates).All(viewer.Internal(ctx))
}
