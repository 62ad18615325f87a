package door_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/testkit"
)

// display is what the lead's display at a unit shows: the masked names.
func (s *scene) display(at *db.Unit) (names []string) {
	s.Helper()
	all, err := s.door.Arrivals(s.As(s.lead), at.ID)
	s.Must(err)
	for _, a := range all.Last {
		names = append(names, a.Name)
	}
	return names
}

func (s *scene) shows(at *db.Unit, want ...string) {
	s.Helper()
	if got := s.display(at); !slices.Equal(got, want) {
		s.Errorf("at %s: %s shows %v, want %v", s.Clock.Now(), at.Name, got, want)
	}
}

// comes checks somebody in a minute later than whoever came before.
func (s *scene) comes(person int) *door.Entry {
	s.Helper()
	s.Clock.Move(time.Minute)
	in := s.tick(person)
	s.expect(s.send(s.As(s.lead), in)[0], true)
	return in
}

func (s *scene) takesBack(entry *door.Entry) {
	s.Helper()
	s.expect(s.send(s.As(s.lead), &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodLIST, At: s.Clock.Now(),
		Direction: direction(attendanceentry.DirectionUNDO), Undoes: &entry.ID})[0], true)
}

func TestTheLastWhoCameAreShownMasked(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		s.shows(s.place.Root)
		first := s.comes(0)
		s.comes(1)
		s.shows(s.place.Root, "居*申", "居*甲")
		name := "过路人"
		walk := &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodWALK_IN, At: k.Clock.Now().Add(-30 * time.Second), Name: &name}
		s.expect(s.send(k.As(s.lead), walk)[0], true, door.NotSignedUp)
		s.shows(s.place.Root, "居*申", "过*人", "居*甲") // by when they came, not by when the door told it
		all, err := s.door.Arrivals(k.As(s.lead), s.place.Root.ID)
		k.Must(err)
		want := door.Arrival{SignUpID: all.Last[1].SignUpID, Name: "过*人", EventID: s.event.ID, Title: "活动", Shift: "岗位 1", At: walk.At, WalkIn: true}
		if got := *all.Last[1]; !got.At.Equal(want.At) || all.Last[0].WalkIn || all.UnitID != s.place.Root.ID {
			t.Errorf("shows %+v", got)
		} else if got.At = want.At; got != want {
			t.Errorf("shows %+v, want %+v", got, want)
		}
		out := s.tick(1)
		out.Direction = direction(attendanceentry.DirectionOUT)
		s.send(k.As(s.lead), out) // who left again has come
		s.takesBack(first)
		s.shows(s.place.Root, "居*申", "过*人")
		s.takesBack(walk)
		s.shows(s.place.Root, "居*申")
	})
}

func TestAUnitShowsWhoCameInItsSubtree(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		s.comes(0)
		for i, name := range []string{"王小二", "李小四"} {
			k.Clock.Move(time.Minute)
			s.event, s.people = k.Event(s.place.Groups[i], -time.Minute, 5), []*db.Person{k.Person(s.place.Households[0], name)}
			s.expect(s.send(k.As(s.lead), s.tick(0))[0], true, door.NotSignedUp)
		}
		s.shows(s.place.Root, "李*四", "王*二", "居*甲")
		s.shows(s.place.Branches[0], "王*二")
		s.shows(s.place.Groups[0], "王*二")
		s.shows(s.place.Branches[1], "李*四")
	})
}

func TestWhoMayNotReadArrivals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		local := k.Person(s.place.Households[3], "楼长")
		k.Role(local, s.place.Groups[1], membership.RoleLEAD)
		there := k.Place("there").Root
		alien := k.Person(there, "外人")
		k.Role(alien, there, membership.RoleSECRETARY)
		team := k.Person(s.place.Households[2], "领队")
		k.Team(s.place.Root, "合唱队", team)
		for who, want := range map[*db.Person]fault.Code{nil: fault.Unauthenticated, s.people[0]: fault.Forbidden, local: fault.Forbidden, team: fault.Forbidden, alien: fault.NotFound} {
			if _, err := s.door.Arrivals(k.As(who), s.place.Root.ID); fault.Of(err) != want {
				t.Errorf("%v: %v, want %v", who, err, want)
			}
		}
		_, err := s.door.Arrivals(k.As(local), s.place.Groups[1].ID)
		k.Must(err)
	})
}

func TestArrivalsAreThoseOfTheCommunitysDay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1) // at 12:00 in China
		s.comes(0)
		k.Clock.Move(12*time.Hour - time.Minute - time.Millisecond)
		s.shows(s.place.Root, "居*甲")
		k.Clock.Move(time.Millisecond)
		s.shows(s.place.Root)
		k.Clock.Move(-time.Hour)                              // 23:00
		s.event = k.Event(s.place.Root, 30*time.Minute, 5, 5) // until half past one
		for i, p := range []string{"前夜人", "后夜人"} {
			s.people = append(s.people, k.Person(s.place.Households[i], p))
		}
		k.Clock.Move(45 * time.Minute)
		s.send(k.As(s.lead), s.tick(1))
		k.Clock.Move(30 * time.Minute)
		s.send(k.As(s.lead), s.tick(2))
		s.shows(s.place.Root, "后*人") // the day before is over, the event is not
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Community.UpdateOneID(s.place.Community.ID).SetTimeZone("America/New_York").ExecX(ctx)
		})
		s.shows(s.place.Root, "后*人", "前*人") // there both came on one morning, and the first of all late the night before
	})
}

// What counts nowhere is not shown: arrivals at what was called off, those of today at an event of another day, and those of
// another day by the clock of the phone at the door.
func TestArrivalsThatDoNotCountToday(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		s.comes(0)
		yesterday := s.tick(1)
		yesterday.At = yesterday.At.AddDate(0, 0, -1)
		s.expect(s.send(k.As(s.lead), yesterday)[0], true, door.OutsideTime)
		s.shows(s.place.Root, "居*甲")
		change := func(e *db.EventUpdateOne) { k.Must(e.Exec(k.Internal())) }
		change(k.Store.Client().Event.UpdateOneID(s.event.ID).SetStatus(event.StatusCANCELLED))
		s.shows(s.place.Root)
		change(k.Store.Client().Event.UpdateOneID(s.event.ID).SetStatus(event.StatusPUBLISHED))
		s.shows(s.place.Root, "居*甲")
		change(k.Store.Client().Event.UpdateOneID(s.event.ID).SetStartsAt(s.event.StartsAt.AddDate(0, 0, -7)).SetEndsAt(s.event.EndsAt.AddDate(0, 0, -7)))
		s.shows(s.place.Root)
	})
}

func TestArrivalsAreBounded(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 30, 23)
		for i := range s.people {
			s.comes(i)
		}
		if names := s.display(s.place.Root); len(names) != 20 || names[0] != "居*"+string(rune('甲'+22)) {
			t.Errorf("shows %d: %v", len(names), names)
		}
	})
}
