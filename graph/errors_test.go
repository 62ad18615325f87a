package graph

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"testing"
)

func TestTheDatabaseIsAway(t *testing.T) {
	got := Present(t.Context(), fmt.Errorf("commit: %w", driver.ErrBadConn)).Extensions
	if got["code"] != "INTERNAL" || got["reason"] != "DATABASE_AWAY" || got["retryAfter"] != 2 {
		t.Errorf("%v", got)
	}
	got = Present(t.Context(), errors.New("something else")).Extensions
	if _, there := got["reason"]; there || got["retryAfter"] != nil {
		t.Errorf("%v", got)
	}
}
