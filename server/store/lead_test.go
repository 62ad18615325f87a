package store_test

import (
	"context"
	"testing"
	"time"

	"linli/server/store"
	"linli/server/testkit"
)

// leads waits until a replica leads, which it asks as the jobs do, only more often.
func leads(t *testing.T, l *store.Lead) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for !l.Leads(ctx) {
		if ctx.Err() != nil {
			t.Fatal("it does not lead")
		}
	}
}

func TestOneReplicaLeads(t *testing.T) {
	k := testkit.Postgres(t)
	first, second := k.Store.Lead(), k.Open().Lead()
	defer second.Close()
	leads(t, first)
	for range 3 {
		if !first.Leads(t.Context()) || second.Leads(t.Context()) {
			t.Fatal("not one of two leads")
		}
	}
	k.Do(func(ctx context.Context, tx *store.Tx) {
		k.Must(tx.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`))
	})
	leads(t, second)
	for range 2 { // it sees that its connection has gone, and stands anew
		if first.Leads(t.Context()) {
			t.Fatal("the killed one leads beside the other")
		}
	}
	second.Close()
	leads(t, first)
	first.Close()
	if first.Leads(t.Context()) {
		t.Fatal("it leads after its end")
	}
}

func TestTheOnlyServerLeads(t *testing.T) {
	l := testkit.SQLite(t).Store.Lead()
	defer l.Close()
	if !l.Leads(t.Context()) {
		t.Fatal("nobody leads")
	}
}
