package event

import (
	"context"
	"time"

	"linli/ent/db/device"
	"linli/server/live"
	"linli/server/store"
)

// DevicesLast is how long the devices of an event's door are good after its end: what was entered without a network is sent
// from home.
const DevicesLast = 12 * time.Hour

// endDevices lets the devices of an event's door end at another time, and has their sockets look at it.
func endDevices(ctx context.Context, tx *store.Tx, eventID string, at time.Time) error {
	ids, err := tx.Device.Query().Where(device.EventID(eventID)).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	for _, id := range ids {
		tx.Announce(live.Device(id))
	}
	return tx.Device.Update().Where(device.IDIn(ids...)).SetExpiresAt(at).Exec(ctx)
}
