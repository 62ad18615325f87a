// Package device makes phones and tablets the door devices of one event, and ends them.
package device

import (
	"context"
	"errors"
	"time"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/server/door"
	"linli/server/store"
)

var errLater = errors.New("device: not yet")

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
}

// New works on this database; url is the public base of links.
func New(s *store.Store, d *door.Door, url string) *Devices { return &Devices{s, d, url} }

// Of lists an event's.
func (d *Devices) Of(ctx context.Context, eventID string) ([]*Device, error) { return nil, errLater }

// Own is the device that asks.
func (d *Devices) Own(ctx context.Context) (*Device, error) { return nil, nil }

// Issue makes a link.
func (d *Devices) Issue(ctx context.Context, eventID string, kind device.Kind, name string) (*Link, error) {
	return nil, errLater
}

// Claim opens one.
func (d *Devices) Claim(ctx context.Context, token string) (*Claim, error) { return nil, errLater }

// Revoke ends one.
func (d *Devices) Revoke(ctx context.Context, id string) (*Device, error) { return nil, errLater }

// ConfirmWipe notes that the roster is deleted.
func (d *Devices) ConfirmWipe(ctx context.Context) (bool, error) { return false, errLater }
