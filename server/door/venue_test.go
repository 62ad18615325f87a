package door_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db/attendanceentry"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/testkit"
)

// A code of six digits is not to be found by trying, however many go into one batch.
func TestVenueCodesAreNotTried(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		right, err := s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		guesses := func(n int, code string) []*door.Entry {
			out := make([]*door.Entry, n)
			for i := range out {
				out[i] = &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodVENUE_CODE, At: s.Clock.Now(), VenueCode: &code}
			}
			return out
		}
		s.send(k.As(s.people[0]), guesses(30, "x")...)
		for _, batch := range [][]*door.Entry{guesses(1, right.Code), guesses(200, "x")} {
			if _, err := s.door.CheckIn(k.As(s.people[0]), batch, door.From{}); fault.Of(err) != fault.RateLimited {
				t.Fatalf("%d more after 30: %v", len(batch), err)
			}
		}
		s.expect(s.send(k.As(s.people[1]), guesses(1, right.Code)...)[0], true)
		k.Clock.Move(10 * time.Minute)
		right, err = s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		s.expect(s.send(k.As(s.people[0]), guesses(1, right.Code)...)[0], true)
	})
}

// A code counts by when it was seen: a clock that is wrong by less than what is corrected does not make it stale.
func TestVenueCodesOfClocksThatAreALittleWrong(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 4)
		code, err := s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		for i, by := range []time.Duration{-110 * time.Second, 110 * time.Second, -3 * time.Minute} {
			clock := s.Clock.Now().Add(by)
			e := s.entry("VENUE_CODE", "IN", clock, func(e *door.Entry) { e.VenueCode = &code.Code })
			r, err := s.door.CheckIn(k.As(s.people[i]), []*door.Entry{e}, door.From{SentAt: &clock})
			k.Must(err)
			if !r[0].Accepted || len(r[0].Warnings) > 0 && r[0].Warnings[0] != door.ClockSkew {
				t.Errorf("a clock that is wrong by %s: %v", by, r[0].Warnings)
			}
		}
		k.Clock.Move(5 * time.Minute) // a clock that is wrong makes no old code good, nor one that comes late fresh
		clock := s.Clock.Now().Add(-110 * time.Second)
		e := s.entry("VENUE_CODE", "IN", clock, func(e *door.Entry) { e.VenueCode = &code.Code })
		r, err := s.door.CheckIn(k.As(s.people[3]), []*door.Entry{e}, door.From{SentAt: &clock})
		k.Must(err)
		s.expect(r[0], false, door.StaleCode)
	})
}

func TestVenueCodesThatComeLate(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 3)
		row, _ := s.device(false)
		code, err := s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		venue := func(person int, ago time.Duration) *door.Result {
			return s.send(k.As(s.people[person]), s.entry("VENUE_CODE", "IN", s.Clock.Now().Add(-ago), func(e *door.Entry) { e.VenueCode = &code.Code }))[0]
		}
		s.expect(venue(0, 0), true)
		k.Clock.Move(10 * time.Minute)
		s.expect(venue(1, 10*time.Minute), true, door.LateCode)
		s.expect(venue(2, 5*time.Minute), false, door.StaleCode)
		code, err = s.door.VenueCode(k.As(s.lead), s.event.ID)
		k.Must(err)
		k.Clock.Move(10 * time.Second)
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Device.UpdateOneID(row.ID).SetRevokedAt(tx.Now()).ExecX(ctx)
			tx.Event.UpdateOneID(s.event.ID).AddVenueEpoch(1).ExecX(ctx)
		})
		s.expect(venue(2, 0), false, door.StaleCode) // what the device knows makes no codes any more
		s.expect(venue(2, time.Second), true)
	})
}
