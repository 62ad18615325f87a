package jobs_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/jobs"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// crowd is people with open pages who sign up.
type crowd struct {
	*testkit.Kit
	*roster.Rosters
	home *db.Unit
}

// settling notes in which order events are settled.
type settling struct {
	*roster.Rosters
	order []string
}

func (s *settling) Settle(ctx context.Context, id string) error {
	s.order = append(s.order, id)
	return s.Rosters.Settle(ctx, id)
}

// waits signs people up for a shift, one after the other: the first has the place.
func (c *crowd) waits(shift *db.Shift, names ...string) (all []*db.SignUp) {
	c.Helper()
	for _, name := range names {
		p := c.Person(c.home, name)
		c.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Session.Create().SetCommunityID(p.CommunityID).SetPersonID(p.ID).SetTokenHash(p.ID).SetSeenAt(c.Clock.Now()).
				SetExpiresAt(c.Clock.Now().Add(100 * 24 * time.Hour)).SetOpenUntil(c.Clock.Now().Add(100 * 24 * time.Hour)).ExecX(ctx)
		})
		in, err := c.SignUp(c.As(p), shift.ID, nil, nil)
		c.Must(err)
		all = append(all, in[0].SignUp)
	}
	return all
}

// leaves makes a place free, which is offered to whoever is next.
func (c *crowd) leaves(s *db.SignUp) {
	c.Helper()
	_, err := c.Withdraw(c.As(c.Store.Client().Person.GetX(c.Internal(), s.PersonID)), s.ID, nil, nil)
	c.Must(err)
}

func (c *crowd) now(s *db.SignUp) *db.SignUp { return c.Store.Client().SignUp.GetX(c.Internal(), s.ID) }

func TestAwayForADay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		rosters := &settling{Rosters: roster.New(k.Store, k.Keys, roster.Options{})}
		c := &crowd{k, rosters.Rosters, here.Households[0]}
		first, second, third := k.Event(here.Groups[0], 96*time.Hour, 1, 1), k.Event(here.Groups[1], 96*time.Hour, 1), k.Event(here.Groups[0], 96*time.Hour, 1)
		late, early := c.waits(first.Edges.Shifts[0], "a1", "b1", "c1"), c.waits(first.Edges.Shifts[1], "d1", "e1", "f1")
		between, last := c.waits(second.Edges.Shifts[0], "a2", "b2", "c2"), c.waits(third.Edges.Shifts[0], "a3", "b3")
		for _, line := range [][]*db.SignUp{early, between, late, last} {
			c.leaves(line[0])
			k.Clock.Move(time.Second)
		}
		if s := c.now(early[1]); s.Status != signup.StatusOFFERED || s.OfferExpiresAt == nil {
			t.Fatalf("offered is %v", s)
		}
		j := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps, Rosters: rosters})
		k.Must(j.Offers(k.Context()))
		if len(rosters.order) != 0 {
			t.Fatalf("settled before their time: %v", rosters.order)
		}
		k.Clock.Move(24 * time.Hour) // the program is away
		for range 2 {
			k.Must(j.Offers(k.Context()))
		}
		if want := []string{first.ID, second.ID, third.ID}; !slices.Equal(rosters.order, want) {
			t.Errorf("settled in the order %v, want %v", rosters.order, want)
		}
		c.expired(early[1], between[1], late[1], last[1])
		for _, s := range []*db.SignUp{early[2], late[2], between[2]} {
			if s = c.now(s); s.Status != signup.StatusOFFERED || !s.OfferExpiresAt.After(k.Clock.Now().Add(time.Hour)) {
				t.Errorf("next in line is %v until %v", s.Status, s.OfferExpiresAt)
			}
		}
	})
}

// expired fails unless exactly these have run out, once each, those of one event in this order, and their people know.
func (c *crowd) expired(want ...*db.SignUp) {
	c.Helper()
	var got, wanted []string
	for _, s := range c.Store.Client().Step.Query().Where(step.KindEQ(step.KindEXPIRED)).Order(step.ByID()).AllX(c.Internal()) {
		got = append(got, s.SignUpID)
	}
	for _, s := range want {
		wanted = append(wanted, s.ID)
		if n := c.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindOFFER_EXPIRED), notice.SignUpID(s.ID)).CountX(c.Internal()); n != 1 {
			c.Errorf("the person was told %d times", n)
		}
		if now := c.now(s); now.Status != signup.StatusEXPIRED {
			c.Errorf("it is %v", now.Status)
		}
	}
	if first := []string{wanted[0], wanted[2], wanted[1], wanted[3]}; !slices.Equal(got, first) { // the event settled first is settled whole
		c.Errorf("run out are %v, want %v", got, first)
	}
}

// An SMS that cannot be sent puts the person on the lead's call list, through the roster.
func TestFromAFreePlaceToThePhone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s, err := store.Open(k.Context(), store.Config{URL: k.URL, Data: k.Data, Now: k.Clock.Now, Outbox: true})
		k.Must(err)
		defer func() { _ = s.Close() }()
		here := k.Place("here")
		sender := &phones{}
		c := &crowd{k, roster.New(s, k.Keys, roster.Options{}), here.Households[0]}
		j := jobs.New(jobs.Config{Store: s, Rosters: c.Rosters, Keys: k.Keys, Sender: sender, URL: "https://linli.example"})
		all := c.waits(k.Event(here.Groups[0], 96*time.Hour, 1).Edges.Shifts[0], "甲", "乙", "丙")
		for i, s := range all[1:] {
			k.Phone(k.Store.Client().Person.GetX(k.Internal(), s.PersonID), []string{"+8613900000001", "+8613900000002"}[i])
		}
		k.Do(func(ctx context.Context, tx *store.Tx) { tx.Session.Update().ClearOpenUntil().ExecX(ctx) }) // all go away
		c.leaves(all[0])
		k.Must(j.Messages(k.Context()))
		if len(sender.got) != 1 || c.now(all[1]).Status != signup.StatusOFFERED || c.now(all[1]).ToCall {
			t.Fatalf("sent %v, it is %v", sender.got, c.now(all[1]))
		}
		k.Clock.Move(24 * time.Hour)
		k.Must(j.Offers(k.Context()))
		sender.broken = true
		for range 3 {
			k.Must(j.Messages(k.Context()))
			k.Clock.Move(3 * time.Minute)
		}
		if got := c.now(all[2]); got.Status != signup.StatusOFFERED || !got.ToCall || len(sender.got) != 1 {
			t.Fatalf("sent %v, it is %v", sender.got, got)
		}
	})
}
