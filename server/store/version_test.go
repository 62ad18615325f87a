package store_test

import (
	"context"
	"errors"
	"testing"

	"linli/server/store"
	"linli/server/testkit"
)

func TestNewerAndOlderTablesAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		run := func(statement string) {
			k.Do(func(ctx context.Context, tx *store.Tx) { k.Must(tx.Exec(ctx, statement)) })
		}
		k.Must(k.Store.Fits(k.Context()))
		run("INSERT INTO goose_db_version (version_id, is_applied) VALUES (20990101000000, TRUE)")
		if err := k.Store.Fits(k.Context()); !errors.Is(err, store.ErrNewer) {
			t.Fatalf("beside newer tables: %v", err)
		}
		if n, err := k.Store.Migrate(k.Context()); n != 0 || !errors.Is(err, store.ErrNewer) {
			t.Fatalf("migrating newer tables: %d %v", n, err)
		}
		run("DELETE FROM goose_db_version WHERE version_id > 0")
		if err := k.Store.Fits(k.Context()); !errors.Is(err, store.ErrOlder) {
			t.Fatalf("beside older tables: %v", err)
		}
		run("DROP TABLE goose_db_version")
		if err := k.Store.Fits(k.Context()); !errors.Is(err, store.ErrOlder) {
			t.Fatalf("beside no tables: %v", err)
		}
	})
}
