package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"linli/ent/db"
	"linli/server/auth"
	"linli/server/door"
	"linli/server/keys"
	"linli/server/live"
	"linli/server/rollup"
	"linli/server/roster"
	"linli/server/sms"
	"linli/server/store"
	"linli/server/viewer"
)

// program is what every command works with.
type program struct {
	config  *Config
	store   *store.Store
	rollUps *rollup.RollUps
	keys    *keys.Keys
	auth    *auth.Auth
	// rosters, doors and presence are a server's only.
	rosters  *roster.Rosters
	doors    *door.Door
	presence *auth.Presence
}

// lock makes this the only server of the data folder; SQLite has one writer. On PostgreSQL there is nothing to lock.
func (c *Config) lock() (unlock func(), err error) {
	if c.DatabaseURL != "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder: %w", err)
	}
	l := flock.New(filepath.Join(c.Data, "lock"))
	switch got, err := l.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("the data folder cannot be locked: %w", err)
	case !got:
		return nil, fmt.Errorf("another server is using the data folder %s; one at a time", c.Data)
	}
	return func() { _ = l.Unlock() }, nil
}

// open connects to the database and reads the keys; serving says that this is one of the replicas.
func (c *Config) open(ctx context.Context, serving bool) (*program, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder: %w", err)
	}
	secrets, err := keys.Load(c.Keys)
	if err != nil {
		return nil, err
	}
	settings := store.Config{URL: c.DatabaseURL, Data: c.Data, Outbox: c.SMSURL != ""}
	if serving {
		settings.Relay = c.relay()
	}
	s, err := store.Open(ctx, settings)
	if err != nil {
		return nil, err
	}
	a := auth.New(auth.Config{Store: s, Keys: secrets, URL: c.URL, Sender: c.sender(), Limits: c.RateLimits == "on"})
	return &program{config: c, store: s, rollUps: rollup.New(s), keys: secrets, auth: a}, nil
}

// relay is how the replicas hear of each other's changes; SQLite has one server and needs none.
func (c *Config) relay() live.Connect {
	switch {
	case c.NATSURL != "":
		return live.NATS(c.NATSURL)
	case c.DatabaseURL != "":
		return live.Postgres(c.DatabaseURL)
	}
	return nil
}

// sender brings login codes: by the gateway, in development to the log, else not at all.
func (c *Config) sender() auth.Sender {
	switch {
	case c.SMSURL != "":
		return sms.NewGateway(c.SMSURL)
	case c.Development():
		return sms.Log{}
	}
	return nil
}

func (p *program) close() {
	p.auth.Close()
	p.rollUps.Close()
	_ = p.store.Close()
}

// beside works on the database of a server that may be running, of this version or another: it takes no lock and changes
// no tables.
func (c *Config) beside(ctx context.Context, work func(*program) error) error {
	if c.DatabaseURL == "" {
		if _, err := os.Stat(filepath.Join(c.Data, store.FileName)); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no database in %s yet; start the server first", c.Data)
		}
	}
	p, err := c.open(ctx, false)
	if err != nil {
		return err
	}
	defer p.close()
	return work(p)
}

// fitting is beside, on tables of this version that were filled with these keys.
func (c *Config) fitting(ctx context.Context, work func(*program) error) error {
	return c.beside(ctx, func(p *program) error {
		if err := p.store.Fits(ctx); err != nil {
			return err
		}
		if err := p.checkKeys(ctx); err != nil {
			return err
		}
		return work(p)
	})
}

// migrate brings the tables up to date and makes sure that they were filled with these keys.
func (p *program) migrate(ctx context.Context) (int, error) {
	applied, err := p.store.Migrate(ctx)
	if err != nil {
		return 0, err
	}
	return applied, p.checkKeys(ctx)
}

var errOtherKeys = errors.New("the database was filled with other keys than those in the file of keys; phones and tickets in it could not be read. " +
	"Give the right file (LINLI_KEYS)")

// checkKeys compares the keys with those of the installation, which the first to come notes down.
func (p *program) checkKeys(ctx context.Context) error {
	ctx = viewer.With(ctx, &viewer.Viewer{Internal: true})
	for range 2 {
		row, err := p.store.Client().Installation.Query().Only(ctx)
		switch {
		case err == nil && row.KeyFingerprint != p.keys.Fingerprint():
			return errOtherKeys
		case err == nil || !db.IsNotFound(err):
			return err
		}
		err = p.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.Installation.Create().SetKeyFingerprint(p.keys.Fingerprint()).Exec(ctx)
		})
		if err != nil && !db.IsConstraintError(err) { // another replica was first
			return err
		}
	}
	return nil
}
