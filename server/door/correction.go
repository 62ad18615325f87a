package door

import (
	"context"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/correction"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/viewer"
)

// Correction is a volunteer's wish to have other times counted.
type Correction struct {
	ID, SignUpID string
	Came, Went   time.Time
	Reason       string
	Status       correction.Status
	AskedBy      string // a name
	CreatedAt    time.Time
	DecidedBy    string // a name; empty while it is pending
	DecidedAt    *time.Time
	Note         string
	MayDecide    bool
}

// corrections makes what the API shows of rows, in their order.
func (d *Door) corrections(ctx context.Context, rows ...*db.Correction) ([]*Correction, error) {
	var people, events, signUps []string
	for _, r := range rows {
		people = append(people, r.AskedBy, r.DecidedBy)
		events, signUps = append(events, r.EventID), append(signUps, r.SignUpID)
	}
	names, err := d.names(ctx, ids{people: people})
	if err != nil {
		return nil, err
	}
	mine, err := d.mayDecide(ctx, events, signUps)
	if err != nil {
		return nil, err
	}
	all := make([]*Correction, len(rows))
	for i, r := range rows {
		all[i] = &Correction{
			ID: r.ID, SignUpID: r.SignUpID, Came: r.Came, Went: r.Went, Reason: r.Reason, Status: r.Status, AskedBy: names[r.AskedBy],
			CreatedAt: r.CreatedAt, DecidedBy: names[r.DecidedBy], DecidedAt: r.DecidedAt, Note: r.Note,
			MayDecide: r.Status == correction.StatusPENDING && mine(r),
		}
	}
	return all, nil
}

// one is corrections for one row.
func (d *Door) one(ctx context.Context, row *db.Correction) (*Correction, error) {
	all, err := d.corrections(ctx, row)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// mayDecide tells of corrections for these sign-ups of these events whether the viewer may decide them.
func (d *Door) mayDecide(ctx context.Context, events, signUps []string) (func(*db.Correction) bool, error) {
	v, c := viewer.From(ctx), d.store.Client()
	led, err := c.Event.Query().Where(event.IDIn(events...), access.Led(v)).IDs(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := c.SignUp.Query().Where(signup.IDIn(signUps...)).Select(signup.FieldID, signup.FieldPersonID).All(ctx)
	if err != nil {
		return nil, err
	}
	about := map[string]string{}
	for _, s := range rows {
		about[s.ID] = s.PersonID
	}
	return func(r *db.Correction) bool {
		return slices.Contains(led, r.EventID) && !own(v, r, about[r.SignUpID])
	}, nil
}

// own tells whether the viewer asked for the correction, or speaks for the person whose hours it would change.
func own(v *viewer.Viewer, r *db.Correction, personID string) bool {
	return v.PersonID == r.AskedBy || v.Speaks(personID)
}
