package roster_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/roster"
	"linli/server/store"
)

// model is the roster of one shift as simply as it can be said: rows in order of arrival.
type model struct {
	capacity int
	rows     []*modelRow
	parties  int
}

type modelRow struct {
	person, party int
	status        signup.Status
}

func (m *model) find(person int) *modelRow {
	for _, r := range m.rows {
		if r.person == person && (r.status == signup.StatusCONFIRMED || r.status == signup.StatusWAITLISTED) {
			return r
		}
	}
	return nil
}

func (m *model) come(people []int) {
	m.parties++
	for _, p := range people {
		if m.find(p) == nil {
			m.rows = append(m.rows, &modelRow{p, m.parties, signup.StatusWAITLISTED})
		}
	}
	m.promote()
}

// promote tries each waiting party from the front, again from the front after each that got its places.
func (m *model) promote() {
	for again := true; again; {
		again = false
		free := m.capacity
		size := map[int]int{}
		for _, r := range m.rows {
			switch r.status {
			case signup.StatusCONFIRMED:
				free--
			case signup.StatusWAITLISTED:
				size[r.party]++
			}
		}
		for _, r := range m.rows {
			if r.status == signup.StatusWAITLISTED && size[r.party] <= free {
				for _, other := range m.rows {
					if other.party == r.party && other.status == signup.StatusWAITLISTED {
						other.status = signup.StatusCONFIRMED
					}
				}
				again = true
				break
			}
		}
	}
}

func (m *model) String() string {
	var out []string
	position := 0
	for _, r := range m.rows {
		at := 0
		if r.status == signup.StatusWAITLISTED {
			position++
			at = position
		}
		out = append(out, fmt.Sprintf("%d:%s:%d", r.person, r.status, at))
	}
	return strings.Join(out, " ")
}

// state is the roster in the database, written as the model writes itself.
func (s *scene) state(number map[string]int) string {
	rows := s.Store.Client().SignUp.Query().Where(signup.ShiftID(s.shift(0))).Order(signup.ByPlace()).AllX(s.Internal())
	all := s.all(roster.Read(s.Internal(), s.Store.Client(), rows...))
	var out []string
	for _, r := range all {
		at := 0
		if r.QueuePosition != nil {
			at = *r.QueuePosition
		}
		out = append(out, fmt.Sprintf("%d:%s:%d", number[r.PersonID], r.Status, at))
	}
	return strings.Join(out, " ")
}

// TestRandomVerbs does the same to the roster and to the model, by several people, and compares after each step.
func TestRandomVerbs(t *testing.T) {
	each(t, 12, []int{2}, func(s *scene) {
		seed := uint64(time.Now().UnixNano())
		s.Logf("seed %d", seed)
		d := &driver{scene: s, random: rand.New(rand.NewPCG(seed, 1)), model: model{capacity: 2}, number: map[string]int{}}
		r := s.replicas()
		d.ctx = append(d.ctx, s.As(s.lead))
		for i, p := range s.people {
			d.number[p.ID] = i
			d.ctx = append(d.ctx, s.As(p))
		}
		for step := range 250 {
			d.Rosters = r[step%2]
			what := d.step()
			if got, want := s.state(d.number), d.model.String(); got != want {
				s.Fatalf("seed %d, step %d, %s:\n got %s\nwant %s", seed, step, what, got, want)
			}
			recount(s.Kit)
		}
	})
}

type driver struct {
	*scene
	random *rand.Rand
	model  model
	number map[string]int
	ctx    []context.Context // of the lead, then of the people
}

func (d *driver) step() string {
	person := d.random.IntN(len(d.people))
	switch d.random.IntN(8) {
	case 0, 1:
		d.all(d.SignUp(d.ctx[1+person], d.shift(0), nil, nil))
		d.model.come([]int{person})
		return fmt.Sprintf("%d comes", person)
	case 2, 3:
		people := d.random.Perm(len(d.people))[:1+d.random.IntN(4)]
		d.all(d.SignUp(d.ctx[0], d.shift(0), d.ids(people...), nil))
		d.model.come(people)
		return fmt.Sprintf("%v come together", people)
	case 4:
		d.resize(1 + d.random.IntN(6))
		return fmt.Sprintf("capacity %d", d.model.capacity)
	default:
		return d.leave(person)
	}
}

// leave lets a person withdraw, or the lead remove her.
func (d *driver) leave(person int) string {
	row := d.active(person)
	want := d.model.find(person)
	if (row == nil) != (want == nil) {
		d.Fatalf("person %d: %v in the database, %v in the model", person, row, want)
	}
	if row == nil {
		return "nothing"
	}
	who, to, reason := d.ctx[1+person], signup.StatusWITHDRAWN, (*string)(nil)
	if d.random.IntN(2) == 0 {
		why := "电话里说"
		who, to, reason = d.ctx[0], signup.StatusREMOVED, &why
	}
	_, err := d.Withdraw(who, row.ID, reason, nil)
	d.Must(err)
	want.status = to
	d.model.promote()
	return fmt.Sprintf("%d becomes %s", person, to)
}

func (d *driver) active(person int) *db.SignUp {
	rows := d.Store.Client().SignUp.Query().Where(signup.PersonID(d.people[person].ID),
		signup.StatusIn(signup.StatusCONFIRMED, signup.StatusWAITLISTED)).AllX(d.Internal())
	if len(rows) > 1 {
		d.Fatal("somebody is in twice")
	}
	return slices.Concat(rows, []*db.SignUp{nil})[0]
}

// resize changes the capacity as the event's verb does: never below who is in.
func (d *driver) resize(capacity int) {
	confirmed := 0
	for _, r := range d.model.rows {
		if r.status == signup.StatusCONFIRMED {
			confirmed++
		}
	}
	d.model.capacity = max(capacity, confirmed)
	d.Must(d.Store.Do(d.Internal(), func(ctx context.Context, tx *store.Tx) error {
		e, err := roster.Lock(ctx, tx, d.event.ID)
		if err != nil {
			return err
		}
		tx.Shift.Update().Where(shift.ID(d.shift(0))).SetCapacity(d.model.capacity).ExecX(ctx)
		return roster.Promote(ctx, tx, e, d.shift(0))
	}))
	d.model.promote()
}
