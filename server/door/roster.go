package door

import (
	"context"
	"encoding/base64"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/ticket"
	"linli/server/viewer"
)

// VenueKey is what an event's venue codes are made from without a network.
type VenueKey struct {
	Epoch  int
	Secret string // base64url
	Step   int    // seconds
}

// Event is an event as the door needs it.
type Event struct {
	ID, Title, Place string
	StartsAt, EndsAt time.Time
	Status           event.Status
	TimeZone         string
	Shifts           []*Shift
}

// Shift is one of its shifts.
type Shift struct {
	ID, Name         string
	StartsAt, EndsAt time.Time
	Capacity         *int // nil: unlimited
}

// Roster is what a phone stores to run the door without a network.
type Roster struct {
	Event    *Event
	Counts   *roster.Counts
	Revision int64
	Fresh    bool
	Rows     []*Row
	Next     *page.Cursor
	Now      time.Time
	Keys     []*ticket.Key
	Venue    *VenueKey
	DeleteAt time.Time
}

const (
	// mostRows is how many rows of a roster come at a time.
	mostRows = 500
	// keptFor is how long after the event a lead's phone may keep its roster.
	keptFor = 24 * time.Hour
	// noted is how often at most it is written down that a device took its roster.
	noted = time.Minute
)

// Roster reads the rows that changed after the revision since, or all of them (Fresh) where since is nil, negative, still to
// come, or before rows were deleted; at most 500 at a time, those that changed earlier first, so that a row which changes
// between two pages comes again. All pages have the revision of the first, which is what to ask from the next time. For
// whoever leads the event and its door devices: NOT_FOUND, UNAUTHENTICATED or FORBIDDEN else, BAD_USER_INPUT for a cursor of another list.
func (d *Door) Roster(ctx context.Context, eventID string, since *int, after *page.Cursor) (*Roster, error) {
	e, err := access.Event(ctx, d.store.Client(), doorRoster, eventID)
	if err != nil {
		return nil, err
	}
	var at spot
	further, err := page.Args{First: 1, After: after}.Keys(doorRoster, at.keys()...)
	if err != nil {
		return nil, err
	}
	r := &Roster{Now: d.store.Now(), Venue: d.venueKey(e), DeleteAt: e.EndsAt.Add(keptFor)}
	if !further {
		at = spot{Revision: e.RosterVersion, Since: knownSince(e, since)}
		r.Fresh = at.Since == nothing
	}
	r.Revision = at.Revision
	if err := d.took(ctx, r); err != nil {
		return nil, err
	}
	if r.Event, err = d.EventOf(ctx, e); err != nil {
		return nil, err
	}
	if r.Counts, err = d.rosters.Counts(ctx, e.ID); err != nil {
		return nil, err
	}
	if r.Keys, err = d.rosters.Tickets().Keys(ctx); err != nil {
		return nil, err
	}
	r.Rows, r.Next, err = d.changed(ctx, e, at)
	return r, err
}

const doorRoster = "doorRoster"

// spot is where a reading of the changes since a revision has come to, and the revision at which it began.
type spot struct {
	Revision, Since, Changed int64
	ID                       string
}

func (p *spot) keys() []any { return []any{&p.Revision, &p.Since, &p.Changed, &p.ID} }

// nothing is the revision of whoever has no rows.
const nothing = -1

// knownSince is the revision from which the event's rows are known to a reader who has those of since.
func knownSince(e *db.Event, since *int) int64 {
	if since == nil || *since < 0 || int64(*since) > e.RosterVersion || e.RowsSince != nil && int64(*since) < *e.RowsSince {
		return nothing
	}
	return int64(*since)
}

// changed reads the next page, and where the one after it begins.
func (d *Door) changed(ctx context.Context, e *db.Event, at spot) ([]*Row, *page.Cursor, error) {
	whole := viewer.Internal(ctx) // the door's right has been asked for
	found, err := d.store.Client().SignUp.Query().Where(signup.EventID(e.ID), signup.ChangedRevisionGT(at.Since),
		signup.Or(signup.ChangedRevisionGT(at.Changed), signup.And(signup.ChangedRevision(at.Changed), signup.IDGT(at.ID)))).
		Order(signup.ByChangedRevision(), signup.ByID()).Limit(mostRows + 1).WithPerson().All(whole)
	if err != nil {
		return nil, nil, err
	}
	var next *page.Cursor
	if len(found) > mostRows {
		found = found[:mostRows]
		last := found[mostRows-1]
		at.Changed, at.ID = last.ChangedRevision, last.ID
		cursor := page.Mark(doorRoster, at.keys()...)
		next = &cursor
	}
	rows := make([]*Row, len(found))
	for i, s := range found {
		rows[i] = rowOf(s, s.Edges.Person)
	}
	return rows, next, d.number(whole, d.store.Client(), e, rows)
}

// took notes on a door device that it takes the roster, and keeps the roster there only as long as the device is good.
func (d *Door) took(ctx context.Context, r *Roster) error {
	at := viewer.From(ctx).Door
	if at == nil {
		return nil
	}
	own, err := d.store.Client().Device.Get(viewer.Internal(ctx), at.DeviceID)
	if err != nil {
		return err
	}
	r.DeleteAt = own.ExpiresAt
	if own.RosterAt != nil && r.Now.Sub(*own.RosterAt) < noted {
		return nil
	}
	return d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Device.UpdateOneID(own.ID).SetRosterAt(r.Now).Exec(ctx)
	})
}

// Alone is roster.Rosters.Alone: what changes with the door, such as its devices, takes its turn with the event's roster and log.
func (d *Door) Alone(ctx context.Context, eventID string, change func(context.Context, *store.Tx, *db.Event) error) error {
	return d.rosters.Alone(ctx, eventID, change)
}

// venueKey is what a device makes the event's codes from.
func (d *Door) venueKey(e *db.Event) *VenueKey {
	return &VenueKey{Epoch: e.VenueEpoch, Secret: base64.RawURLEncoding.EncodeToString(d.venueSecret(e, e.VenueEpoch)), Step: int(step / time.Second)}
}

// EventOf reads what the door needs of an event that whoever asks may know.
func (d *Door) EventOf(ctx context.Context, e *db.Event) (*Event, error) {
	whole, c := viewer.Internal(ctx), d.store.Client()
	home, err := c.Community.Get(whole, e.CommunityID)
	if err != nil {
		return nil, err
	}
	shifts, err := c.Shift.Query().Where(shift.EventID(e.ID)).Order(shift.ByStartsAt(), shift.ByID()).All(whole)
	of := &Event{ID: e.ID, Title: e.Title, Place: e.Place, StartsAt: e.StartsAt, EndsAt: e.EndsAt, Status: e.Status, TimeZone: home.TimeZone, Shifts: []*Shift{}}
	for _, s := range shifts {
		of.Shifts = append(of.Shifts, &Shift{ID: s.ID, Name: s.Name, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Capacity: s.Capacity})
	}
	return of, err
}
