package door_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db/attendanceentry"
	"linli/server/door"
	"linli/server/fault"
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
