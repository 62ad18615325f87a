package device

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/store"
	"linli/server/viewer"
)

// Revoke ends a device at once and for good, and closes its sockets on every replica. The event's venue codes are made from
// another key from then on if it has held one; watchers of the event are woken. For those who may lead the event: NOT_FOUND,
// UNAUTHENTICATED or FORBIDDEN else. Repeating it is safe.
func (d *Devices) Revoke(ctx context.Context, id string) (*Device, error) {
	row, err := d.led(ctx, id)
	if err != nil {
		return nil, err
	}
	if row.RevokedAt == nil {
		err = d.door.Alone(ctx, row.EventID, func(ctx context.Context, tx *store.Tx, e *db.Event) error { return revoke(ctx, tx, e, id) })
		if err != nil {
			return nil, err
		}
	}
	return d.byID(ctx, id)
}

// led finds a device whose event the viewer may lead.
func (d *Devices) led(ctx context.Context, id string) (*db.Device, error) {
	if viewer.From(ctx).Sender() == "" {
		return nil, fault.SignInFirst()
	}
	row, err := d.store.Client().Device.Get(viewer.Internal(ctx), id)
	if err != nil {
		return nil, access.Hide(err)
	}
	_, err = access.Event(ctx, d.store.Client(), "revokeDevice", row.EventID)
	return row, err
}

func revoke(ctx context.Context, tx *store.Tx, e *db.Event, id string) error {
	n, err := tx.Device.Update().Where(device.ID(id), device.RevokedAtIsNil()).SetRevokedAt(tx.Now()).Save(ctx)
	if err != nil || n == 0 {
		return err
	}
	row, err := tx.Device.Get(ctx, id)
	if err != nil {
		return err
	}
	if row.ClaimedAt != nil {
		if err := tx.Event.UpdateOneID(e.ID).AddVenueEpoch(1).Exec(ctx); err != nil {
			return err
		}
	}
	tx.Announce(live.Device(id))
	return tx.Audit(ctx, store.Deed{Community: e.CommunityID, Verb: "revokeDevice", Subject: id})
}

// ConfirmWipe notes that the device that asks has deleted its roster, also when it has ended; UNAUTHENTICATED for anybody else.
func (d *Devices) ConfirmWipe(ctx context.Context) (bool, error) {
	own := viewer.From(ctx).Door
	if own == nil {
		return false, fault.SignInFirst()
	}
	err := d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Device.UpdateOneID(own.DeviceID).SetWipedAt(tx.Now()).Exec(ctx)
	})
	return err == nil, err
}
