package roster_test

import (
	"context"
	"fmt"
	"testing"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

// TestLock compares what Lock answers with what the database then holds, every column of it.
func TestLock(t *testing.T) {
	each(t, 0, []int{1}, func(s *scene) {
		var locked *db.Event
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(s.event.ID).SetContactName("李").SetTooFewToldAt(tx.Now()).ExecX(ctx)
			var err error
			locked, err = roster.Lock(ctx, tx, s.event.ID)
			s.Must(err)
		})
		is := s.Store.Client().Event.Query().Where(event.ID(s.event.ID)).WithUnit().OnlyX(s.Internal())
		if fmt.Sprint(locked) != fmt.Sprint(is) || locked.RosterVersion != s.event.RosterVersion+1 {
			s.Fatalf("locked %v, stored %v", locked, is)
		}
		if u := locked.Edges.Unit; u.ID != is.UnitID || u.Path != is.Edges.Unit.Path || u.CommunityID != is.CommunityID {
			s.Fatalf("its unit is %v", u)
		}
		err := s.Store.Do(s.Internal(), func(ctx context.Context, tx *store.Tx) error {
			_, err := roster.Lock(ctx, tx, "ev_none")
			return err
		})
		if fault.Of(err) != fault.NotFound {
			s.Fatal(err)
		}
	})
}
