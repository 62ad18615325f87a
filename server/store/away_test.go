package store_test

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/lib/pq"

	"linli/server/fault"
	"linli/server/store"
)

func TestAway(t *testing.T) {
	_, refused := net.Dial("unix", t.TempDir()+"/nobody")
	for _, c := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errors.New("pq: something"), false},
		{fault.Missing(), false},
		{&pq.Error{Code: "40001"}, false},
		{&pq.Error{Code: "23505"}, false},
		{&pq.Error{Code: "57014"}, false}, // cancelled by us
		{fmt.Errorf("commit: %w", &pq.Error{Code: "57P01"}), true},
		{&pq.Error{Code: "57P03"}, true},
		{&pq.Error{Code: "08006"}, true},
		{fmt.Errorf("begin: %w", driver.ErrBadConn), true},
		{fmt.Errorf("begin: %w", refused), true},
	} {
		if got := store.Away(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
