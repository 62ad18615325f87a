// Package device makes phones and tablets the door devices of one event, and ends them.
package device

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/ent/db/person"
	"linli/server/access"
	"linli/server/door"
	"linli/server/event"
	"linli/server/store"
	"linli/server/throttle"
	"linli/server/viewer"
)

// State is what a device is now.
type State string

// The states.
const (
	Invited State = "INVITED"
	Active  State = "ACTIVE"
	Expired State = "EXPIRED"
	Revoked State = "REVOKED"
)

// Device is a phone or tablet that does the work of one event's door.
type Device struct {
	*db.Device
	State    State
	IssuedBy string // a name
}

// Link is what is shown as a QR code, once.
type Link struct {
	Device    *Device
	URL       string
	ExpiresAt time.Time
}

// Claim is what a phone gets that opens a link.
type Claim struct {
	Device *Device
	Event  *door.Event
	Token  string
}

// Devices of events' doors.
type Devices struct {
	store *store.Store
	door  *door.Door
	url   string

	claims *throttle.Limiter // by address
}

// New works on this database; url is the public base of links.
func New(s *store.Store, d *door.Door, url string) *Devices {
	// As many as there may be invitations, and always: nobody opens so many links.
	return &Devices{store: s, door: d, url: url, claims: throttle.New(300, 10*time.Minute, s.Now)}
}

// most is how many devices an event may have, those that have ended included.
const most = 50

// Of lists an event's, newest first, for those who may lead it: NOT_FOUND, UNAUTHENTICATED or FORBIDDEN else.
func (d *Devices) Of(ctx context.Context, eventID string) ([]*Device, error) {
	e, err := access.Event(ctx, d.store.Client(), "doorDevices", eventID)
	if err != nil {
		return nil, err
	}
	rows, err := d.store.Client().Device.Query().Where(device.EventID(e.ID)).Order(db.Desc(device.FieldCreatedAt, device.FieldID)).
		Limit(most).All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	return d.read(ctx, rows...)
}

// Own is the device that asks, also when it has ended; nil for anybody else.
func (d *Devices) Own(ctx context.Context) (*Device, error) {
	own := viewer.From(ctx).Door
	if own == nil {
		return nil, nil
	}
	return d.byID(ctx, own.DeviceID)
}

func (d *Devices) byID(ctx context.Context, id string) (*Device, error) {
	row, err := d.store.Client().Device.Get(viewer.Internal(ctx), id)
	if err != nil {
		return nil, access.Hide(err)
	}
	all, err := d.read(ctx, row)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// read adds to rows what follows from them.
func (d *Devices) read(ctx context.Context, rows ...*db.Device) ([]*Device, error) {
	var people []string
	for _, r := range rows {
		people = append(people, r.IssuedBy)
	}
	found, err := d.store.Client().Person.Query().Where(person.IDIn(people...)).Select(person.FieldID, person.FieldName).All(viewer.Internal(ctx))
	names := map[string]string{}
	for _, p := range found {
		names[p.ID] = p.Name
	}
	all := make([]*Device, len(rows))
	for i, r := range rows {
		all[i] = &Device{Device: r, State: stateOf(r, d.store.Now()), IssuedBy: names[r.IssuedBy]}
	}
	return all, err
}

func stateOf(r *db.Device, now time.Time) State {
	switch {
	case r.RevokedAt != nil:
		return Revoked
	case r.ClaimedAt != nil && now.Before(r.ExpiresAt):
		return Active
	case r.ClaimedAt == nil && now.Before(r.ExpiresAt.Add(-event.DevicesLast)):
		return Invited
	}
	return Expired
}
