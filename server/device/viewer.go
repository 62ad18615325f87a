package device

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/store"
	"linli/server/viewer"
)

// IsToken tells whether a token is a device's: a session's is shorter.
func IsToken(token string) bool {
	return strings.HasPrefix(token, prefix) && len(token) == tokenLength
}

// tokenLength is that of the prefix and keys.Token.
const tokenLength = len(prefix) + 43

// noticed is how often at most it is written down that a device was used.
const noticed = time.Minute

// Viewer returns the device that holds the token, also when it has ended, which the answer then says; UNAUTHENTICATED for a
// token that is unknown. It is read each time, so that a device ends on every replica at once.
func (d *Devices) Viewer(ctx context.Context, token string) (*viewer.Viewer, error) {
	ctx = viewer.Internal(ctx)
	row, err := d.store.Client().Device.Query().Where(device.TokenHash(keys.TokenHash(token))).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return nil, fault.SignInFirst()
	case err != nil:
		return nil, err
	}
	now := d.store.Now()
	if row.SeenAt == nil || now.Sub(*row.SeenAt) >= noticed {
		if err := d.see(ctx, row.ID); err != nil {
			slog.Warn("device: a device's use was not written down", "err", err) // the next request tries again
		}
	}
	at := &viewer.Door{DeviceID: row.ID, EventID: row.EventID, Kiosk: row.Kind == device.KindKIOSK, EndedAt: row.RevokedAt, Revoked: row.RevokedAt != nil}
	if end := row.ExpiresAt; !end.After(now) && (at.EndedAt == nil || end.Before(*at.EndedAt)) {
		at.EndedAt = &end
	}
	return &viewer.Viewer{CommunityID: row.CommunityID, Door: at}, nil
}

// see writes down that a device was used; of several requests at once one does.
func (d *Devices) see(ctx context.Context, id string) error {
	return d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := tx.Now()
		return tx.Device.Update().Where(device.ID(id), device.Or(device.SeenAtIsNil(), device.SeenAtLTE(now.Add(-noticed)))).SetSeenAt(now).Exec(ctx)
	})
}
