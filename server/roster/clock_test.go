package roster_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

func TestWhatIsDueByTheEarliest(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		now, unit, r := k.Clock.Now(), here.Groups[0], roster.New(k.Store, k.Keys, roster.Options{})
		offers, kept := k.Event(unit, 48*time.Hour, 9), k.Event(unit, 48*time.Hour, 9)
		later, cancelled, old, answered := k.Event(unit, 48*time.Hour, 9), k.Event(unit, 48*time.Hour, 9), k.Event(unit, 48*time.Hour, 9), k.Event(unit, 48*time.Hour, 9)
		offered := func(e *db.Event, status signup.Status, ago time.Duration) {
			p := k.Person(here.Households[0], "甲")
			k.Do(func(ctx context.Context, tx *store.Tx) {
				tx.SignUp.Create().SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(e.Edges.Shifts[0].ID).SetPersonID(p.ID).SetStatus(status).
					SetPlace(1).SetParty("p").SetSignedUpBy(p.ID).SetOfferExpiresAt(now.Add(-ago)).ExecX(ctx)
			})
		}
		offered(offers, signup.StatusOFFERED, 0)
		offered(offers, signup.StatusOFFERED, time.Minute)
		offered(later, signup.StatusOFFERED, -time.Millisecond)
		offered(answered, signup.StatusCONFIRMED, time.Minute)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			keeps := func(id string, ago time.Duration) {
				tx.Shift.UpdateOneID(id).SetKept(2).SetKeptUnitID(unit.ID).SetKeptUntil(now.Add(-ago)).ExecX(ctx)
			}
			keeps(kept.Edges.Shifts[0].ID, time.Second)
			keeps(later.Edges.Shifts[0].ID, -time.Second)
			keeps(old.Edges.Shifts[0].ID, 31*24*time.Hour)
			keeps(cancelled.Edges.Shifts[0].ID, time.Second)
			tx.Event.UpdateOneID(cancelled.ID).SetStatus(event.StatusCANCELLED).ExecX(ctx)
		})
		for most, want := range [][]string{nil, {offers.ID}, {offers.ID, kept.ID}, {offers.ID, kept.ID}} {
			got, err := r.Due(k.Context(), now, most)
			k.Must(err)
			if !slices.Equal(got, want) {
				t.Errorf("at most %d: due are %v, want %v", most, got, want)
			}
		}
	})
}
