package auth_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/testkit"
)

func TestTokenFor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		p := k.Person(k.Place("here").Households[0], "甲")
		k.Phone(p, number)
		token, err := a.TokenFor(k.Internal(), "138-0000-0001")
		k.Must(err)
		if v, err := a.Viewer(k.Context(), token); err != nil || v.PersonID != p.ID {
			t.Fatalf("signed in as %v, %v", v, err)
		}
		_, err = a.TokenFor(k.Internal(), nobodys)
		wants(t, err, fault.NotFound, "")
		_, err = a.TokenFor(k.Internal(), "x")
		wants(t, err, fault.BadInput, "PHONE")
	})
}

func TestDemoTokens(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		home := k.Place("here").Root
		k.Do(func(ctx context.Context, tx *store.Tx) {
			var rows []*db.PersonCreate
			for i := 700; i > 0; i-- {
				rows = append(rows, tx.Person.Create().SetCommunityID(home.CommunityID).SetUnitID(home.ID).SetName(fmt.Sprint(i)).
					SetPhoneHash(k.Keys.HashPhone(fmt.Sprintf("+86138%08d", i))))
			}
			tx.Person.CreateBulk(rows...).ExecX(ctx)
		})
		began := time.Now()
		passes, err := a.DemoTokens(k.Internal(), 800)
		k.Must(err)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("800 took %v", took)
		}
		if len(passes) != 700 {
			t.Fatalf("%d of the 700 that there are", len(passes))
		}
		for _, i := range []int{0, 199, 699} {
			v, err := a.Viewer(k.Context(), passes[i].Token)
			k.Must(err)
			name := k.Store.Client().Person.GetX(k.Internal(), v.PersonID).Name
			if want := fmt.Sprintf("+86138%08d", i+1); passes[i].Phone != want || name != fmt.Sprint(i+1) {
				t.Fatalf("place %d is %s, %s", i, passes[i].Phone, name)
			}
		}
		for _, n := range []int{0, -1, 10_001} {
			_, err = a.DemoTokens(k.Internal(), n)
			wants(t, err, fault.BadInput, "")
		}
	})
}
