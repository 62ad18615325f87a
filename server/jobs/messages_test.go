package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/message"
	"linli/ent/db/signup"
	"linli/server/jobs"
	"linli/server/sms"
	"linli/server/store"
	"linli/server/testkit"
)

// phones keeps what was sent to them.
type phones struct {
	mu        sync.Mutex
	got       []string
	broken    bool
	meanwhile func() // at the first one
}

func (p *phones) SendOffer(_ context.Context, phone string, o sms.Offer) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.meanwhile != nil {
		p.meanwhile()
		p.meanwhile = nil
	}
	if p.broken {
		return errors.New("broken")
	}
	p.got = append(p.got, fmt.Sprint(phone, " ", o.For, " ", o.Title, " ", o.Starts, " ", o.Until, " ", o.Link))
	return nil
}

// outbox is a community with offers of which phones shall be told.
type outbox struct {
	*testkit.Kit
	*phones
	*line
	jobs  *jobs.Jobs
	event *db.Event
	home  *db.Unit
	next  int
}

func newOutbox(k *testkit.Kit) *outbox {
	here := k.Place("here")
	o := &outbox{Kit: k, phones: &phones{}, line: &line{}, event: k.Event(here.Groups[0], 24*time.Hour, 50), home: here.Households[0]}
	o.jobs = jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps, Rosters: o.line, Keys: k.Keys, Sender: o.phones, URL: "https://linli.example"})
	return o
}

// person has a phone.
func (o *outbox) person(name string) *db.Person {
	o.Helper()
	p := o.Person(o.home, name)
	o.next++
	o.Phone(p, fmt.Sprintf("+86139000000%02d", o.next))
	return p
}

// offers holds a place for the person for two hours and makes the message to whoever's phone that is.
func (o *outbox) offer(to, whose *db.Person, party string) (s *db.SignUp) {
	o.Helper()
	o.Do(func(ctx context.Context, tx *store.Tx) {
		now := o.Clock.Now()
		o.next++
		s = tx.SignUp.Create().SetCommunityID(to.CommunityID).SetEventID(o.event.ID).SetShiftID(o.event.Edges.Shifts[0].ID).SetPersonID(to.ID).
			SetStatus(signup.StatusOFFERED).SetPlace(int64(o.next)).SetParty(party).SetSignedUpBy(to.ID).SetOfferExpiresAt(now.Add(2 * time.Hour)).SaveX(ctx)
		tx.Message.Create().SetCreatedAt(now).SetCommunityID(to.CommunityID).SetPersonID(whose.ID).SetSignUpID(s.ID).
			SetKind(message.KindOFFER).SetDueAt(now).ExecX(ctx)
	})
	return s
}

// round sends what is due and answers it, and how many messages are left to be sent.
func (o *outbox) round() (sent []string, left int) {
	o.Helper()
	o.Must(o.jobs.Messages(o.Context()))
	sent, o.got = o.got, nil
	slices.Sort(sent)
	return sent, o.Store.Client().Message.Query().Where(message.DoneAtIsNil()).CountX(o.Internal())
}

func TestPhonesAreToldOfOffers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		o := newOutbox(k)
		alone, mother := o.person("甲"), o.person("王妈妈")
		child, other := k.Person(o.home, "王小明"), k.Person(o.home, "王小红")
		told := []*db.SignUp{o.offer(alone, alone, "p1"), o.offer(mother, mother, "p2"), o.offer(other, mother, "p3")}
		o.offer(child, mother, "p2")
		gone, late := o.offer(o.person("乙"), alone, "p4"), o.offer(o.person("丙"), alone, "p5")
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.SignUp.UpdateOne(gone).SetStatus(signup.StatusCONFIRMED).ExecX(ctx)
			tx.SignUp.UpdateOne(late).SetOfferExpiresAt(k.Clock.Now()).ExecX(ctx)
		})
		const rest = " 活动 11月22日(周日)12:00 11月21日(周六)14:00 https://linli.example/mine/"
		want := []string{"+8613900000001 " + rest, "+8613900000002 王妈妈、王小明" + rest, "+8613900000002 王小红" + rest}
		for i := range want {
			want[i] += told[i].ID
		}
		if sent, left := o.round(); !slices.Equal(sent, want) || left != 0 {
			t.Errorf("sent\n%s\nwant\n%s\n%d left", strings.Join(sent, "\n"), strings.Join(want, "\n"), left)
		}
		if sent, _ := o.round(); len(sent) != 0 || len(o.called) != 0 {
			t.Errorf("once more: %v, to be called %v", sent, o.called)
		}
	})
}

func TestAMessageIsTriedThreeTimes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		o := newOutbox(k)
		p := o.person("甲")
		s := o.offer(p, p, "p1")
		o.phones.broken = true
		expect := func(when string, tries, called int) {
			t.Helper()
			o.round()
			m := k.Store.Client().Message.Query().OnlyX(k.Internal())
			if m.Tries != tries || len(o.called) != called {
				t.Fatalf("%s: %d tries, to be called %v", when, m.Tries, o.called)
			}
		}
		expect("at once", 1, 0)
		k.Clock.Move(59 * time.Second)
		expect("a little later", 1, 0)
		k.Clock.Move(time.Second)
		expect("after a minute", 2, 0)
		k.Clock.Move(179 * time.Second)
		expect("a little later", 2, 0)
		k.Clock.Move(time.Second)
		o.refuses = errors.New("the roster is busy")
		if err := o.jobs.Messages(k.Context()); !errors.Is(err, o.refuses) {
			t.Fatalf("answered %v", err)
		}
		expect("meanwhile", 3, 0)
		o.refuses, o.phones.broken = nil, false
		k.Clock.Move(time.Minute)
		if sent, left := o.round(); len(sent) != 0 || left != 0 || !slices.Equal(o.called, []string{s.ID}) {
			t.Fatalf("sent %v, %d left, to be called %v", sent, left, o.called)
		}
	})
}

func TestAMessageNotDueWaits(t *testing.T) {
	k := testkit.SQLite(t)
	o := newOutbox(k)
	p := o.person("甲")
	o.offer(p, p, "p1")
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Message.Update().SetDueAt(k.Clock.Now().Add(time.Second)).ExecX(ctx)
	})
	if sent, left := o.round(); len(sent) != 0 || left != 1 {
		t.Fatalf("sent %v", sent)
	}
	k.Clock.Move(time.Second)
	if sent, left := o.round(); len(sent) != 1 || left != 0 {
		t.Fatalf("sent %v", sent)
	}
}

func TestWhoHasNoPhoneAnyMoreIsCalled(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		o := newOutbox(k)
		p := o.person("甲")
		s := o.offer(p, p, "p1")
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Person.UpdateOne(p).ClearPhoneSealed().ClearPhoneHash().ExecX(ctx)
		})
		for range 3 {
			o.round()
			k.Clock.Move(3 * time.Minute)
		}
		if !slices.Equal(o.called, []string{s.ID}) {
			t.Fatalf("to be called are %v", o.called)
		}
	})
}

func TestManyMessagesGoInBoundedRounds(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		o := newOutbox(k)
		for i := range 70 {
			p := o.person(fmt.Sprint(i))
			o.offer(p, p, fmt.Sprint("p", i))
		}
		if sent, left := o.round(); len(sent) != 64 || left != 6 {
			t.Fatalf("sent %d, %d left", len(sent), left)
		}
		if sent, left := o.round(); len(sent) != 6 || left != 0 {
			t.Fatalf("then sent %d, %d left", len(sent), left)
		}
	})
}

// Two may believe to lead for a moment.
func TestWhatOneLeaderSendsTheOtherDoesNot(t *testing.T) {
	k := testkit.Postgres(t)
	o := newOutbox(k)
	for i := range 20 {
		p := o.person(fmt.Sprint(i))
		o.offer(p, p, fmt.Sprint("p", i))
	}
	elsewhere := &phones{}
	second := jobs.New(jobs.Config{Store: k.Open(), Rosters: o.line, Keys: k.Keys, Sender: elsewhere, URL: "https://linli.example"})
	o.meanwhile = func() { k.Must(second.Messages(k.Context())) }
	if sent, left := o.round(); len(sent) != 20 || len(elsewhere.got) != 0 || left != 0 {
		t.Fatalf("sent %d and %d, %d left", len(sent), len(elsewhere.got), left)
	}
}
