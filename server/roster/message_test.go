package roster

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/schema"
	"linli/server/store"
	"linli/server/testkit"
)

func TestMessagesOfOffers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		home := here.Households[0]
		own, child, none := k.Person(home, "甲"), k.Person(home, "乙"), k.Person(home, "丙")
		silent, first, second := k.Person(home, "丁"), k.Person(home, "戊"), k.Person(home, "己")
		for i, p := range []*db.Person{own, first, second} {
			k.Phone(p, fmt.Sprintf("+861390000000%d", i))
		}
		for _, holder := range []*db.Person{silent, first, second} {
			k.ActsFor(holder, child)
			k.Clock.Move(time.Second)
		}
		e := k.Event(here.Groups[0], 24*time.Hour, 5)
		until := k.Clock.Now().Add(2 * time.Hour)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			var offers []*db.SignUp
			for i, p := range []*db.Person{own, child, none} {
				offers = append(offers, tx.SignUp.Create().SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(e.Edges.Shifts[0].ID).
					SetPersonID(p.ID).SetStatus(signup.StatusOFFERED).SetPlace(int64(i)).SetParty("py").SetSignedUpBy(p.ID).SetOfferExpiresAt(until).SaveX(ctx))
			}
			e.Edges.Community = here.Community
			b := &board{events: map[string]*db.Event{e.ID: e}, now: tx.Now()}
			k.Must(b.writeMessages(ctx, tx))
			b.ring = offers
			k.Must(b.writeMessages(ctx, tx))
			whose := map[string]string{}
			for _, m := range tx.Message.Query().WithSignUp().AllX(ctx) {
				whose[m.Edges.SignUp.PersonID] = m.PersonID
				if !m.DueAt.Equal(k.Clock.Now()) || m.DoneAt != nil || m.Tries != 0 {
					t.Errorf("made is %v", m)
				}
			}
			if want := map[string]string{own.ID: own.ID, child.ID: first.ID}; !maps.Equal(whose, want) {
				t.Errorf("messages are for %v, want %v", whose, want)
			}
		})
	})
}

func TestPhonesDoNotRingAtNight(t *testing.T) {
	china := time.FixedZone("", 8*3600)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, china) }
	usual := &db.Community{TimeZone: "Asia/Shanghai"}
	never := &db.Community{TimeZone: "Asia/Shanghai", OfferRules: &schema.OfferRules{}}
	small := &db.Community{TimeZone: "Asia/Shanghai", OfferRules: &schema.OfferRules{NightFrom: 60, NightUntil: 5 * 60}}
	for _, c := range []struct {
		community        *db.Community
		now, until, want time.Time
	}{
		{usual, at(21, 12, 0), at(21, 14, 0), at(21, 12, 0)},
		{usual, at(21, 21, 59), at(22, 8, 0), at(21, 21, 59)},
		{usual, at(21, 22, 1), at(22, 9, 0), at(22, 7, 0)},
		{usual, at(22, 3, 0), at(22, 9, 0), at(22, 7, 0)},
		{usual, at(22, 7, 0), at(22, 9, 0), at(22, 7, 0)},
		{usual, at(22, 3, 0), at(22, 6, 30), at(22, 3, 0)},
		{usual, at(22, 3, 0), at(22, 7, 0), at(22, 3, 0)},
		{never, at(22, 3, 0), at(22, 9, 0), at(22, 3, 0)},
		{small, at(22, 0, 30), at(22, 9, 0), at(22, 0, 30)},
		{small, at(22, 1, 30), at(22, 9, 0), at(22, 5, 0)},
	} {
		if got := mayRing(c.now.UTC(), &c.until, c.community); !got.Equal(c.want) {
			t.Errorf("at %v, held until %v: it rings at %v, want %v", c.now, c.until, got.In(china), c.want)
		}
	}
}
