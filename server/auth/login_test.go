package auth_test

import (
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ent/db/membership"
	"linli/server/auth"
	"linli/server/fault"
	"linli/server/testkit"
	"linli/server/viewer"
)

func TestLogIn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, true)
		p := k.Person(k.Place("here").Households[0], "甲")
		k.Phone(p, number)
		code := sms.request(k, a, "138 0000 0001")
		if len(code) != 6 || sms.number[0] != number {
			t.Fatalf("sent %q to %v", code, sms.number)
		}
		row := k.Store.Client().LoginCode.Query().OnlyX(k.Internal())
		if row.CodeHash == "" || row.CodeHash == code || row.PhoneHash == number {
			t.Fatalf("stored as %+v", row)
		}
		cookies := &jar{}
		ctx := auth.WithCookies(from(k, "192.0.2.1"), cookies)
		in, err := a.LogIn(ctx, number, code[:3]+" "+code[3:])
		k.Must(err)
		if in.Person.ID != p.ID || len(in.People) != 1 || !in.ExpiresAt.Equal(k.Clock.Now().Add(90*24*time.Hour)) || refused(k, a, in.Token) {
			t.Fatalf("signed in as %+v", in)
		}
		if cookies.token != in.Token {
			t.Fatal("the browser was not told")
		}
		if v := viewer.From(ctx); v.PersonID != p.ID || v.Address != "192.0.2.1" {
			t.Fatalf("the rest of the request is read by %+v", v)
		}
		mine, err := a.Sessions(ctx)
		k.Must(err)
		if len(mine) != 1 || mine[0].Device != "Chrome · Android" || mine[0].ID != viewer.From(ctx).SessionID {
			t.Fatalf("sessions %v", mine)
		}
		_, err = a.LogIn(from(k, ""), number, code)
		wants(t, err, fault.Unauthenticated, "CODE")
	})
}

func TestWrongCodes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, false)
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		try := func(phone, code string) error { _, err := a.LogIn(from(k, ""), phone, code); return err }

		answers := []fault.Error{wants(t, try(number, "123456"), fault.Unauthenticated, "CODE")}
		if sms.request(k, a, nobodys) != "" {
			t.Fatal("a code was sent to nobody")
		}
		answers = append(answers, wants(t, try(nobodys, "123456"), fault.Unauthenticated, "CODE"))
		code := sms.request(k, a, number)
		for _, wrong := range []string{other(code), "", "1", code + "0", "一二三四五六"} {
			answers = append(answers, wants(t, try(number, wrong), fault.Unauthenticated, "CODE"))
		}
		for _, one := range answers {
			if !reflect.DeepEqual(one, answers[0]) {
				t.Fatalf("%+v differs from %+v", one, answers[0])
			}
		}
		wants(t, try("12", code), fault.BadInput, "PHONE")
	})
}

func TestCodeExpires(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, true)
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		code := sms.request(k, a, number)
		k.Clock.Move(5 * time.Minute)
		_, err := a.LogIn(from(k, ""), number, code)
		wants(t, err, fault.Unauthenticated, "CODE")
		code = sms.request(k, a, number)
		k.Clock.Move(5*time.Minute - time.Millisecond)
		_, err = a.LogIn(from(k, ""), number, code)
		k.Must(err)
	})
}

// other is a six-digit code that is not this one.
func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestFiveTries(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, false) // tries of one code are counted whatever the settings say
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		for _, wrong := range []int{4, 5} {
			code := sms.request(k, a, number)
			for range wrong {
				_, err := a.LogIn(from(k, ""), number, other(code))
				wants(t, err, fault.Unauthenticated, "CODE")
			}
			_, err := a.LogIn(from(k, ""), number, code)
			if (err == nil) != (wrong < 5) {
				t.Fatalf("after %d wrong tries: %v", wrong, err)
			}
		}
	})
}

func TestOnlyTheNewestCode(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, true)
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		older := sms.request(k, a, number)
		k.Clock.Move(time.Second)
		newer := sms.request(k, a, number)
		if older != newer {
			_, err := a.LogIn(from(k, ""), number, older)
			wants(t, err, fault.Unauthenticated, "CODE")
		}
		_, err := a.LogIn(from(k, ""), number, newer)
		k.Must(err)
	})
}

func TestCodeOnceAmongMany(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, true)
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		code := sms.request(k, a, number)
		if n := winners(k, func() error { _, err := a.LogIn(from(k, ""), number, code); return err }); n != 1 {
			t.Fatalf("%d of 20 were signed in by one code", n)
		}
	})
}

// winners runs try 20 times at once and counts who was let in; the others must be UNAUTHENTICATED.
func winners(k *testkit.Kit, try func() error) int32 {
	var in atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			switch err := try(); fault.Of(err) {
			case "":
				in.Add(1)
			case fault.Unauthenticated:
			default:
				k.Error(err)
			}
		})
	}
	all.Wait()
	return in.Load()
}

func TestOnePhoneForSeveral(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, true)
		place := k.Place("here")
		old, lead, child := k.Person(place.Households[0], "奶奶"), k.Person(place.Households[0], "妈妈"), k.Person(place.Households[1], "孩子")
		stranger := k.Person(place.Households[0], "客人")
		k.Phone(old, number)
		k.Phone(lead, number)
		k.Phone(child, number)
		k.Phone(stranger, nobodys)
		k.Team(place.Root, "合唱队", lead)
		cookies := &jar{}
		ctx := auth.WithCookies(from(k, ""), cookies)
		in, err := a.LogIn(ctx, number, sms.request(k, a, number))
		k.Must(err)
		var names []string
		for _, p := range in.People {
			names = append(names, p.Name)
		}
		if !slices.Equal(names, []string{"妈妈", "奶奶", "孩子"}) || in.Person.ID != lead.ID {
			t.Fatalf("signed in as %s of %v", in.Person.Name, names)
		}
		for _, not := range []string{stranger.ID, "pe_nobody"} {
			_, err = a.ChoosePerson(ctx, not)
			wants(t, err, fault.NotFound, "")
		}
		next, err := a.ChoosePerson(ctx, child.ID)
		k.Must(err)
		if next.Person.ID != child.ID || len(next.People) != 3 || cookies.token != next.Token || !refused(k, a, in.Token) || refused(k, a, next.Token) {
			t.Fatalf("went on as %+v", next)
		}
	})
}

func TestRolesComeFirst(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a, sms := withPhones(k, true)
		place := k.Place("here")
		first, member, secretary := k.Person(place.Root, "一"), k.Person(place.Root, "二"), k.Person(place.Root, "三")
		k.Role(member, place.Root, membership.RoleMEMBER)
		k.Role(secretary, place.Groups[0], membership.RoleSECRETARY)
		k.Phone(first, number)
		k.Phone(member, number)
		k.Phone(secretary, number)
		in, err := a.LogIn(from(k, ""), number, sms.request(k, a, number))
		k.Must(err)
		if in.Person.ID != secretary.ID || in.People[1].ID != first.ID {
			t.Fatalf("signed in as %s", in.Person.Name)
		}
	})
}
