package web

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/server/live"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/testkit"
)

// storm is a few replicas of one community that hear of each other through bad weather, and who reads on them.
type storm struct {
	*booted
	seed     uint64
	bearer   string // the lead's
	replicas []*booted
	people   []*db.Person
	events   []*db.Event
	stay     chan struct{} // closed when readers shall not go elsewhere any more
}

// TestReadersInAStorm: while rosters change on all replicas, nobody who reads live on any of them, or comes back to another
// with the revision that she has, is shown anything but newer and newer; and when the storm is over everybody has what there
// is. LINLI_SEED repeats one.
func TestReadersInAStorm(t *testing.T) {
	seed, _ := strconv.ParseUint(os.Getenv("LINLI_SEED"), 10, 64)
	for replicas := 2; replicas <= 3; replicas++ {
		t.Run(fmt.Sprint(replicas), func(t *testing.T) {
			s, weather := newStorm(t, cmp.Or(seed, rand.Uint64()>>1), replicas)
			var readers []*reader
			for n := range 18 {
				readers = append(readers, s.reader(n))
			}
			s.rage() // everybody comes and goes
			close(s.stay)
			for _, r := range readers {
				<-r.stays
			}
			s.rage() // and from here on only the announcements tell
			weather.Shut()
			s.rage() // the last of it unheard elsewhere
			weather.Calm()
			t.Logf("%d dropped, %d doubled, %d late", weather.Dropped, weather.Doubled, weather.Late)
			for _, r := range readers {
				r.settles()
			}
		})
	}
}

func newStorm(t *testing.T, seed uint64, replicas int) (*storm, *testkit.Weather) {
	t.Helper()
	t.Logf("LINLI_SEED=%d", seed)
	k, weather := testkit.Postgres(t), testkit.NewWeather(seed)
	s := &storm{booted: bootOn(t, k), seed: seed, stay: make(chan struct{})}
	s.bearer = s.token(s.lead)
	for n := range 30 {
		s.people = append(s.people, k.Person(s.place.Households[n%2], fmt.Sprintf("居民%02d", n)))
	}
	s.events = []*db.Event{k.Event(s.place.Branches[0], 2*time.Hour, 4, 6), k.Event(s.place.Branches[0], 5*time.Hour, 3)}
	for range replicas {
		s.replicas = append(s.replicas, s.on(k.Join(weather.Over(live.Postgres(k.URL)))))
	}
	return s, weather
}

// rage lets people come and go, and the lead move them, on all replicas at once. What is refused changes nothing.
func (s *storm) rage() {
	var wg sync.WaitGroup
	for n, r := range s.replicas {
		for half := range 2 {
			random := rand.New(rand.NewPCG(s.seed, uint64(10+2*n+half)))
			wg.Go(func() {
				for range 60 {
					s.deed(random, r.site.Resolver.Rosters)
				}
			})
		}
	}
	wg.Wait()
}

func (s *storm) deed(random *rand.Rand, r *roster.Rosters) {
	e, lead, reason := s.events[random.IntN(len(s.events))], s.As(s.lead), "临时有事"
	shift := e.Edges.Shifts[random.IntN(len(e.Edges.Shifts))].ID
	if random.IntN(2) == 0 {
		_, _ = r.SignUp(s.As(s.people[random.IntN(len(s.people))]), shift, nil, nil)
		return
	}
	rows, err := r.List(lead, e.ID, roster.Filter{}, page.Args{First: 100})
	s.Must(err)
	if len(rows.Nodes()) == 0 {
		return
	}
	id := rows.Nodes()[random.IntN(len(rows.Nodes()))].ID
	switch random.IntN(5) {
	case 0:
		_, _ = r.MoveUp(lead, id, reason, nil)
	case 1:
		_, _ = r.Confirm(lead, id, reason, nil)
	case 2:
		_, _ = r.Move(lead, id, shift, &reason, nil)
	default:
		_, _ = r.Withdraw(lead, id, &reason, nil)
	}
}
