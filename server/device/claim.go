package device

import (
	"context"

	"linli/ent/db/device"
	"linli/server/event"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/viewer"
)

// prefix begins every token of a device.
const prefix = "ld_"

// Claim makes the phone that asks the device of a link, once, and gives it its token, of which only a hash is kept. A link
// that is unknown, used, revoked or expired is UNAUTHENTICATED with reason DEVICE; RATE_LIMITED after too many tries from one address.
func (d *Devices) Claim(ctx context.Context, link string) (*Claim, error) {
	v := viewer.From(ctx)
	if err := d.claims.Take(v.Address); err != nil {
		return nil, err
	}
	token, hash := prefix+keys.Token(), keys.TokenHash(link)
	err := d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := tx.Now()
		n, err := tx.Device.Update().Where(device.LinkHash(hash), device.ClaimedAtIsNil(), device.RevokedAtIsNil(),
			device.ExpiresAtGT(now.Add(event.DevicesLast))). // the event has not ended
			SetTokenHash(keys.TokenHash(token)).SetAgent(v.Device).SetClaimedAt(now).SetSeenAt(now).Save(ctx)
		if err == nil && n == 0 {
			return fault.New(fault.Unauthenticated, "This link is used, or no longer valid.").Because("DEVICE")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	whole := viewer.Internal(ctx)
	row, err := d.store.Client().Device.Query().Where(device.LinkHash(hash)).WithEvent().Only(whole)
	if err != nil {
		return nil, err
	}
	of, err := d.door.EventOf(ctx, row.Edges.Event)
	if err != nil {
		return nil, err
	}
	all, err := d.read(ctx, row)
	if err != nil {
		return nil, err
	}
	return &Claim{Device: all[0], Event: of, Token: token}, nil
}
