package jobs_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/server/jobs"
	"linli/server/store"
	"linli/server/testkit"
)

// told are the names of those who were told of too few people for an event, and how often.
func told(k *testkit.Kit, e *db.Event) map[string]int {
	k.Helper()
	names := map[string]int{}
	for _, n := range k.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindTOO_FEW), notice.EventID(e.ID)).WithRecipient().AllX(k.Internal()) {
		names[n.Edges.Recipient.Name]++
	}
	return names
}

func TestTooFewIsToldOnceWhenSignUpCloses(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		lead := k.Person(here.Households[0], "组长")
		k.Role(lead, here.Groups[0], membership.RoleLEAD)
		change := func(e *db.Event, how func(u *db.EventUpdateOne)) *db.Event {
			k.Do(func(ctx context.Context, tx *store.Tx) {
				u := tx.Event.UpdateOneID(e.ID).SetMinimum(3)
				how(u)
				u.ExecX(ctx)
			})
			return e
		}
		confirmed := func(e *db.Event, numbers ...int) {
			k.Do(func(ctx context.Context, tx *store.Tx) {
				for i, n := range numbers {
					tx.Shift.UpdateOne(e.Edges.Shifts[i]).SetConfirmed(n).ExecX(ctx)
				}
			})
		}
		make := func(begins time.Duration) *db.Event { return k.Event(here.Groups[0], begins, 5, 5) }
		usual := change(make(26*time.Hour), func(*db.EventUpdateOne) {})
		closes := change(make(50*time.Hour), func(u *db.EventUpdateOne) { u.SetClosesAt(k.Clock.Now().Add(time.Hour)) })
		late := change(make(26*time.Hour), func(u *db.EventUpdateOne) { u.SetClosesAt(k.Clock.Now().Add(25 * time.Hour)) })
		enough := change(make(26*time.Hour), func(*db.EventUpdateOne) {})
		never := []*db.Event{
			change(make(26*time.Hour), func(u *db.EventUpdateOne) { u.SetStatus(event.StatusDRAFT) }),
			change(make(26*time.Hour), func(u *db.EventUpdateOne) { u.SetStatus(event.StatusCANCELLED) }),
			change(make(26*time.Hour), func(u *db.EventUpdateOne) { u.ClearMinimum() }),
			change(make(-time.Hour), func(*db.EventUpdateOne) {}),
			change(make(-3*time.Hour), func(u *db.EventUpdateOne) { u.SetClosesAt(k.Clock.Now().Add(-4 * time.Hour)) }),
		}
		confirmed(usual, 1, 1)
		confirmed(enough, 1, 2)
		j := jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps})
		expect := func(when string, of ...*db.Event) {
			t.Helper()
			for range 2 {
				k.Must(j.Once(k.Context()))
			}
			for _, e := range append([]*db.Event{usual, closes, late, enough}, never...) {
				want := 0
				for _, o := range of {
					if o == e {
						want = 1
					}
				}
				if got := told(k, e)["组长"]; got != want {
					t.Errorf("%s: told %d times of the event at %v, want %d", when, got, e.StartsAt, want)
				}
			}
		}
		expect("at first")
		k.Clock.Move(time.Hour)
		expect("closed by its own time", closes)
		k.Clock.Move(time.Hour)
		expect("a day before", closes, usual)
		confirmed(enough, 1, 1)
		expect("somebody withdrew", closes, usual, enough)
		k.Clock.Move(23 * time.Hour)
		expect("an hour before", closes, usual, enough, late)
	})
}

func TestWhoIsToldOfTooFew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		here := k.Place("here")
		home := here.Households[0]
		person := func(name string, at *db.Unit, role membership.Role) *db.Person {
			p := k.Person(home, name)
			if at != nil {
				k.Role(p, at, role)
			}
			return p
		}
		person("书记", here.Root, membership.RoleSECRETARY)
		person("支书", here.Branches[0], membership.RoleSECRETARY)
		person("网格员", here.Branches[0], membership.RoleLEAD)
		person("组员", here.Groups[0], membership.RoleMEMBER)
		helper, captain := person("替补", nil, ""), person("队长", nil, "")
		team := k.Team(here.Groups[0], "巡逻队", captain)
		ofUnit, ofTeam := k.Event(here.Groups[0], time.Hour, 5), k.Event(here.Groups[0], time.Hour, 5)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOne(ofUnit).SetMinimum(1).ExecX(ctx)
			tx.Event.UpdateOne(ofTeam).SetMinimum(1).SetTeamID(team.ID).ExecX(ctx)
			tx.Substitute.Create().SetCommunityID(home.CommunityID).SetEventID(ofTeam.ID).SetPersonID(helper.ID).ExecX(ctx)
		})
		k.Must(jobs.New(jobs.Config{Store: k.Store, Doors: noDoors{}, RollUps: k.RollUps}).Once(k.Context()))
		if got, want := told(k, ofUnit), map[string]int{"支书": 1, "网格员": 1}; !maps.Equal(got, want) {
			t.Errorf("told of the unit's event were %v, want %v", got, want)
		}
		if got, want := told(k, ofTeam), map[string]int{"队长": 1, "替补": 1}; !maps.Equal(got, want) {
			t.Errorf("told of the team's event were %v, want %v", got, want)
		}
	})
}
