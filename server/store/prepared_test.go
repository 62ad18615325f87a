package store_test

import (
	"context"
	"fmt"
	"testing"

	"linli/server/store"
	"linli/server/testkit"
)

// parameter is how the database writes the first parameter.
func parameter(k *testkit.Kit) string {
	if k.URL != "" {
		return "$1"
	}
	return "?"
}

func TestMoreStatementsThanAreKept(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		for range 2 {
			for n := range 150 {
				var got int
				query := fmt.Sprintf("SELECT CAST(%s AS int) + %d", parameter(k), n)
				if err := k.Store.SQL().QueryRowContext(t.Context(), query, 1).Scan(&got); err != nil || got != n+1 {
					t.Fatalf("%s answers %d, %v", query, got, err)
				}
			}
		}
	})
}

func TestTableChangesUnderAStatement(t *testing.T) {
	testkit.Each(t, func(_ *testing.T, k *testkit.Kit) {
		run := func(statement string, args ...any) {
			k.Do(func(ctx context.Context, tx *store.Tx) { k.Must(tx.Exec(ctx, statement, args...)) })
		}
		read := func() error { // Must would stop a try that Do is to repeat
			return k.Store.Do(k.Internal(), func(ctx context.Context, tx *store.Tx) error {
				return tx.Exec(ctx, "SELECT * FROM changing WHERE a >= "+parameter(k), 0)
			})
		}
		run("CREATE TABLE changing (a int)")
		k.Must(read())
		run("ALTER TABLE changing ADD COLUMN b int")
		k.Must(read())
	})
}
