package jobs_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/device"
	"linli/ent/db/event"
	"linli/ent/db/message"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/jobs"
	"linli/server/live"
	"linli/server/store"
	"linli/server/testkit"
)

func revision(k *testkit.Kit, u *db.Unit) int64 {
	return k.Store.Client().Unit.GetX(k.Internal(), u.ID).CountsRevision
}

func TestEndsAreAnnouncedOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		e := k.Event(here.Groups[0], time.Hour, 5)
		k.Event(here.Groups[1], 20*time.Hour, 5)
		cancelled := k.Event(here.Groups[0], time.Hour, 5)
		k.Event(here.Groups[0], -40*24*time.Hour, 5)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(cancelled.ID).SetStatus(event.StatusCANCELLED).ExecX(ctx)
		})
		j := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps})
		k.Must(j.Once(k.Context()))
		upcoming := func(u *db.Unit) int { return k.Store.Client().Unit.GetX(k.Internal(), u.ID).UpcomingEvents }
		if upcoming(here.Root) != 2 || upcoming(here.Groups[0]) != 1 {
			t.Fatal("events to come: ", upcoming(here.Root), upcoming(here.Groups[0]))
		}
		watch := k.Store.Hub.Watch(live.Unit(here.Root.ID))
		before, aside := revision(k, here.Root), revision(k, here.Groups[1])
		k.Clock.Move(3 * time.Hour)
		again := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps}) // as after a restart, which tells of the day as well
		k.Must(again.Once(k.Context()))
		<-watch.C
		if upcoming(here.Root) != 1 || upcoming(here.Groups[0]) != 0 {
			t.Fatal("an event that ended is to come")
		}
		k.Clock.Move(time.Hour)
		k.Must(j.Once(k.Context()))
		if revision(k, here.Root) != before+2 || revision(k, here.Groups[1]) != aside+1 { // the day, and the end where it was
			t.Fatal("announced once more, or elsewhere")
		}
		if k.Store.Client().Event.GetX(k.Internal(), e.ID).RosterVersion != e.RosterVersion {
			t.Fatal("the event's own revision changed")
		}
	})
}

func TestMidnightWhereTheCommunityIs(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		china, west := k.Place("china"), k.Place("west")
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Community.UpdateOneID(west.Community.ID).SetTimeZone("America/Los_Angeles").ExecX(ctx)
		})
		j := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps})
		expect := func(when string, inChina, inWest int64) {
			t.Helper()
			k.Must(j.Once(k.Context()))
			for _, u := range []*db.Unit{china.Root, china.Branches[1], china.Groups[0]} {
				if got := revision(k, u); got != inChina {
					t.Errorf("%s: %s stands at %d, want %d", when, u.Name, got, inChina)
				}
			}
			if got := revision(k, west.Root); got != inWest {
				t.Errorf("%s: the west stands at %d, want %d", when, got, inWest)
			}
			if got := revision(k, china.Households[0]); got != 0 {
				t.Errorf("%s: a household stands at %d", when, got)
			}
		}
		expect("at the start", 1, 1)
		k.Clock.Move(11*time.Hour + 59*time.Minute) // noon in China, 20:00 in the west
		expect("before midnight in China", 1, 2)
		k.Clock.Move(time.Minute)
		watch := k.Store.Hub.Watch(live.Unit(china.Branches[0].ID))
		expect("at midnight in China", 2, 2)
		<-watch.C
		expect("once more", 2, 2)
	})
}

func TestSweep(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		p := k.Person(here.Households[0], "甲")
		e := k.Event(here.Root, time.Hour, 1)
		c, now := here.Community.ID, k.Clock.Now()
		k.Do(func(ctx context.Context, tx *store.Tx) {
			s := tx.SignUp.Create().SetCommunityID(c).SetEventID(e.ID).SetShiftID(e.Edges.Shifts[0].ID).SetPersonID(p.ID).SetSignedUpBy(p.ID).
				SetStatus(signup.StatusWITHDRAWN).SetPlace(1).SetParty("p").SaveX(ctx)
			for _, ago := range []time.Duration{-time.Hour, 30 * time.Minute, 2 * time.Hour, 25 * time.Hour, 31 * 24 * time.Hour} {
				at := now.Add(-ago)
				tx.LoginCode.Create().SetPhoneHash("p").SetCodeHash("c").SetExpiresAt(at).ExecX(ctx)
				tx.Answer.Create().SetCreatedAt(at).SetCommunityID(c).SetPersonID(p.ID).SetKey(uid.New("k0")).SetRequest("r").SetReply([]byte("1")).ExecX(ctx)
				tx.Session.Create().SetCommunityID(c).SetPersonID(p.ID).SetTokenHash(uid.New("t0")).SetSeenAt(at).SetExpiresAt(at).ExecX(ctx)
				tx.Invitation.Create().SetCommunityID(c).SetPersonID(p.ID).SetIssuedBy(p.ID).SetTokenHash(uid.New("i0")).SetExpiresAt(at).ExecX(ctx)
				tx.Message.Create().SetCommunityID(c).SetPersonID(p.ID).SetSignUpID(s.ID).SetKind(message.KindOFFER).SetDueAt(at).SetDoneAt(at).ExecX(ctx)
				tx.Calendar.Create().SetCommunityID(c).SetPersonID(p.ID).SetTokenHash(uid.New("c0")).SetRevokedAt(at).ExecX(ctx)
				for _, claimed := range []*time.Time{nil, &at} {
					tx.Device.Create().SetCommunityID(c).SetEventID(e.ID).SetKind(device.KindDOOR).SetName("手机").SetIssuedBy(p.ID).SetNillableClaimedAt(claimed).
						SetLinkHash(uid.New("l0")).SetLinkExpiresAt(at).SetExpiresAt(at).ExecX(ctx)
				}
			}
		})
		for range 2 {
			k.Must(jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps}).Once(k.Context()))
			all, ctx := k.Store.Client(), k.Internal()
			got := []int{all.LoginCode.Query().CountX(ctx), all.Answer.Query().CountX(ctx), all.Session.Query().CountX(ctx),
				all.Invitation.Query().CountX(ctx), all.Message.Query().CountX(ctx),
				all.Calendar.Query().CountX(ctx), all.Device.Query().CountX(ctx)}
			for i, want := range []int{2, 3, 4, 4, 4, 4, 5 + 4} {
				if got[i] != want {
					t.Fatalf("left are %v codes, answers, sessions, invitations, messages, calendars, devices", got)
				}
			}
		}
	})
}

func TestSweepTakesMoreThanOneBatch(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		k.Do(func(ctx context.Context, tx *store.Tx) {
			var rows []*db.LoginCodeCreate
			for range 1100 {
				rows = append(rows, tx.LoginCode.Create().SetPhoneHash("p").SetCodeHash("c").SetExpiresAt(k.Clock.Now().Add(-2*time.Hour)))
			}
			tx.LoginCode.CreateBulk(rows...).ExecX(ctx)
		})
		k.Must(jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps}).Once(k.Context()))
		if n := k.Store.Client().LoginCode.Query().CountX(k.Internal()); n != 0 {
			t.Fatalf("%d are left", n)
		}
	})
}
