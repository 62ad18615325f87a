package roster_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/answer"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

var noTime time.Time

// number is a setting of a test from the environment.
func number(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// TestHistories does the same to the roster and to the model, by several people, one verb at a time and several in one batch,
// and compares all that can be seen after each step. LINLI_HISTORIES is how many histories each of the four settings
// gets, LINLI_SEED repeats the one whose failure printed it.
func TestHistories(t *testing.T) {
	testkit.Each(t, func(_ *testing.T, k *testkit.Kit) {
		s := newScene(k, 8)
		k.ActsFor(s.people[0], s.people[4])
		k.ActsFor(s.people[0], s.people[5])
		k.ActsFor(s.people[1], s.people[6])
		rosters := s.replicas()
		seeds := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
		for n := range number("LINLI_HISTORIES", 4) {
			for replicas := 1; replicas <= 2; replicas++ {
				seed := cmp.Or(uint64(number("LINLI_SEED", 0)), seeds.Uint64()>>2)
				d := &driver{scene: s, seed: seed, random: rand.New(rand.NewPCG(seed, 2)), rosters: rosters[:replicas]}
				d.begin(n)
				for range 40 {
					d.step()
				}
				d.end()
			}
		}
	})
}

// driver does one history. What it does is written down for the failure.
type driver struct {
	*scene
	seed    uint64
	random  *rand.Rand
	rosters []*roster.Rosters
	*world
	byID  map[string]*entry
	ctx   []context.Context // of the lead, then of the people
	diary []string
	past  []past // keyed calls that were answered
	keys  int
}

// past is a call that was answered to a key, and what it was answered.
type past struct {
	deed
	at     time.Time
	answer []said
}

// deed is one call: what it is, how it is made and what the model makes of it.
type deed struct {
	what  string
	key   bool
	do    func(*roster.Rosters) ([]*roster.SignUp, error)
	model func() ([]said, string)
}

// name is what the keys of this history begin with.
func (d *driver) name() string { return fmt.Sprintf("%d-%d-", d.seed, len(d.rosters)) }

func (d *driver) fail(format string, args ...any) {
	d.Helper()
	d.Fatalf("LINLI_SEED=%d (%d replicas)\n%s\n%s", d.seed, len(d.rosters), strings.Join(d.diary, "\n"), fmt.Sprintf(format, args...))
}

// begin makes an event of two shifts, alike or one after the other, that keep places or not, and opens some pages.
func (d *driver) begin(n int) {
	r := d.random
	d.Clock.Move(time.Duration(r.IntN(24*60)) * time.Minute)
	ahead := []time.Duration{90 * time.Minute, 4 * time.Hour, 11 * time.Hour, 26 * time.Hour, 80 * time.Hour}[r.IntN(5)]
	d.event = d.Event(d.place.Branches[0], ahead, r.IntN(4), 1+r.IntN(4))
	d.world = &world{now: d.Clock.Now(), ends: d.event.EndsAt, page: map[int]bool{}, inside: map[int]bool{1: true, 3: true, 5: true, 7: true},
		holders: map[int]int{4: 0, 5: 0, 6: 1}, oneShift: r.IntN(3) == 0}
	d.byID = map[string]*entry{}
	apart := time.Duration(0)
	if r.IntN(2) == 0 {
		apart = 2 * time.Hour
		d.ends = d.ends.Add(apart)
	}
	d.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Session.Delete().ExecX(ctx)
		tx.Event.UpdateOneID(d.event.ID).SetOneShift(d.oneShift).SetEndsAt(d.world.ends).ExecX(ctx)
		for i, sh := range d.event.Edges.Shifts {
			later := time.Duration(i) * apart
			is := &stand{capacity: *sh.Capacity, starts: sh.StartsAt.Add(later), ends: sh.EndsAt.Add(later)}
			u := tx.Shift.UpdateOne(sh).SetStartsAt(is.starts).SetEndsAt(is.ends)
			if r.IntN(2) == 0 {
				is.kept, is.keptUntil = 1+r.IntN(3), d.world.now.Add(time.Duration(r.IntN(600))*time.Minute)
				u.SetKept(is.kept).SetKeptUnitID(d.place.Households[1].ID).SetKeptUntil(is.keptUntil)
			}
			u.ExecX(ctx)
			d.shifts = append(d.shifts, is)
		}
	})
	d.ctx = []context.Context{d.As(d.lead)}
	for i, p := range d.people {
		d.ctx = append(d.ctx, d.As(p))
		if r.IntN(2) == 0 {
			d.turnPage(i)
		}
	}
	d.diary = []string{fmt.Sprintf("history %d: starts in %v, apart %v, one shift %v, pages %v, shifts %+v %+v", n, ahead, apart, d.oneShift, d.page, *d.shifts[0], *d.shifts[1])}
	d.compare()
}

// end checks that every key has its one answer, and lets the event go by.
func (d *driver) end() {
	kept := d.Store.Client().Answer.Query().Where(answer.KeyHasPrefix(d.name())).CountX(d.Internal())
	if kept != len(d.past) {
		d.fail("%d answers are kept, %d were given to keys", kept, len(d.past))
	}
	d.Clock.Move(d.ends.Sub(d.Clock.Now()) + time.Hour)
}

// as is whose turn the verb is, by number; -1 is the lead.
func (d *driver) as(person int) context.Context { return d.ctx[person+1] }

func (d *driver) step() {
	r := d.rosters[d.random.IntN(len(d.rosters))]
	switch d.random.IntN(12) {
	case 0:
		d.tick()
	case 1:
		d.elsewhere(r)
	case 2, 3, 4:
		d.burst(r)
	default:
		d.turn++
		one := d.deed()
		got, err := one.do(r)
		d.check(one, got, err)
	}
	d.compare()
}

// burst holds the event's turn until several calls wait for it, so that they form one batch in a known order.
func (d *driver) burst(r *roster.Rosters) {
	hold, held := make(chan struct{}), make(chan struct{})
	over := errors.New("nothing happened")
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = r.Alone(d.Internal(), d.event.ID, func(context.Context, *store.Tx, *db.Event) error {
			close(held)
			<-hold
			return over
		})
	})
	<-held
	deeds := make([]deed, 2+d.random.IntN(5))
	got, errs := make([][]*roster.SignUp, len(deeds)), make([]error, len(deeds))
	for i := range deeds {
		deeds[i] = d.deed()
		if i > 0 && deeds[i-1].key && d.random.IntN(4) == 0 {
			deeds[i] = deeds[i-1] // the same request again, before it was answered
		}
		before, done := r.Waiting(d.event.ID), make(chan struct{})
		wg.Go(func() {
			defer close(done)
			got[i], errs[i] = deeds[i].do(r)
		})
		for waits := true; waits; {
			select {
			case <-done:
				waits = false
			default:
				waits = r.Waiting(d.event.ID) == before
				runtime.Gosched()
			}
		}
	}
	close(hold)
	wg.Wait()
	d.diary = append(d.diary, "in one batch:")
	for _, one := range deeds {
		d.diary = append(d.diary, "  "+one.what)
	}
	for i, one := range deeds {
		d.turn++ // places within one batch go up as well
		d.check(one, got[i], errs[i])
	}
}

// check lets the model do the deed and compares the answers.
func (d *driver) check(one deed, got []*roster.SignUp, err error) {
	want, why := d.replay(one)
	d.diary = append(d.diary, fmt.Sprintf("%s: %s%s", one.what, d.says(want), why))
	if f := (*fault.Error)(nil); err != nil && (!errors.As(err, &f) || f.Reason != why) || err == nil && why != "" {
		d.fail("answered %v", err)
	}
	if err != nil {
		return
	}
	if len(got) != len(want) {
		d.fail("%d rows answered", len(got))
	}
	for i, s := range got {
		if want[i].row.id == "" {
			want[i].row.id = s.ID
			d.byID[s.ID] = want[i].row
		}
		at := 0
		if s.QueuePosition != nil {
			at = *s.QueuePosition
		}
		if d.byID[s.ID] != want[i].row || s.Status != want[i].status || at != want[i].position {
			d.fail("answered %s %s at %d", s.ID, s.Status, at)
		}
	}
}

// replay is what the model answers; a key that was answered gets the same again.
func (d *driver) replay(one deed) ([]said, string) {
	for _, p := range d.past {
		if one.key && p.what == one.what {
			return p.answer, ""
		}
	}
	want, why := one.model()
	if one.key && why == "" {
		d.past = append(d.past, past{one, d.world.now, want})
	}
	return want, why
}

func (d *driver) says(all []said) string {
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("%d %s %d", s.row.person, s.status, s.position))
	}
	return strings.Join(out, ", ")
}
