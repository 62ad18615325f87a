package door_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// flagged puts an entry with a to-do into the log, a minute after the one before.
func (s *scene) flagged(change func(*db.AttendanceEntryCreate)) (id string) {
	s.Helper()
	s.Clock.Move(time.Minute)
	s.Do(func(ctx context.Context, tx *store.Tx) {
		c := tx.AttendanceEntry.Create().SetID(uuid.NewString()).SetCreatedAt(tx.Now()).SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).
			SetMethod(attendanceentry.MethodLIST).SetDirection(attendanceentry.DirectionIN).SetAt(tx.Now().Add(-time.Hour)).SetCorrectedAt(tx.Now()).
			SetRecordedBy(s.lead.ID).SetFingerprint("x").SetWarnings([]string{door.ClockSkew})
		change(c)
		line := c.SaveX(ctx)
		id = tx.Todo.Create().SetCreatedAt(tx.Now()).SetCommunityID(line.CommunityID).SetEventID(line.EventID).SetEntryID(line.ID).SaveX(ctx).ID
	})
	return id
}

// todos reads all pages and returns their ids.
func (s *scene) todos(done bool, size int) (ids []string) {
	s.Helper()
	var after *page.Cursor
	for {
		c, err := s.door.Todos(s.As(s.lead), s.event.ID, done, page.Args{First: size, After: after})
		s.Must(err)
		for _, t := range c.Nodes() {
			ids = append(ids, t.ID)
		}
		if n, err := c.TotalCount(s.Context()); err != nil || !c.PageInfo.HasNextPage && n != len(ids) {
			s.Errorf("%d in all, %v, and %d came", n, err, len(ids))
		}
		if !c.PageInfo.HasNextPage {
			return ids
		}
		after = c.PageInfo.EndCursor
	}
}

func TestATodoSaysWhatTheEntrySays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		k.Phone(s.people[0], "+8613800004321")
		mine := k.Store.Client().SignUp.Query().Where(signup.PersonID(s.people[0].ID)).OnlyX(k.Internal())
		device := viewer.From(s.atDoor(false)).Door.DeviceID
		s.flagged(func(c *db.AttendanceEntryCreate) { c.SetSignUpID(mine.ID).SetPersonID(mine.PersonID) })
		s.flagged(func(c *db.AttendanceEntryCreate) {
			c.SetName("过路人").SetPhoneTail("0007").SetRecordedBy("").SetDeviceID(device).SetShiftID(mine.ShiftID)
		})
		all, err := s.door.Todos(k.As(s.lead), s.event.ID, false, page.Args{First: 10})
		k.Must(err)
		walk, known := all.Nodes()[0], all.Nodes()[1]
		if fmt.Sprint(walk.Name, walk.PhoneTail, walk.By, walk.Device, walk.Shift) != "过路人0007门口岗位 1" || walk.SignUpID != nil {
			t.Errorf("of a walk-in %+v", walk)
		}
		if fmt.Sprint(known.Name, known.PhoneTail, known.By, known.Device, known.Shift) != "居民甲4321队长岗位 1" || *known.SignUpID != mine.ID ||
			!known.CountedAt.Equal(known.At.Add(time.Hour)) || !slices.Equal(known.Flags, []string{door.ClockSkew}) {
			t.Errorf("of somebody signed up %+v", known)
		}
	})
}

func TestTodosArePagedAndSettledOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 0)
		var want []string
		for range 7 {
			want = append([]string{s.flagged(func(*db.AttendanceEntryCreate) {})}, want...)
		}
		if got := s.todos(false, 3); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		second := k.Person(s.place.Households[1], "副队")
		k.Role(second, s.place.Root, membership.RoleLEAD)
		first, err := s.door.SettleTodo(k.As(s.lead), want[2], " 已核对 ")
		k.Must(err)
		k.Clock.Move(time.Minute)
		again, err := s.door.SettleTodo(k.As(second), want[2], "别的")
		k.Must(err)
		if again.Note != "已核对" || again.DoneBy != "队长" || !again.DoneAt.Equal(*first.DoneAt) {
			t.Errorf("settled %+v, then %+v", first, again)
		}
		if got := s.todos(false, 3); !slices.Equal(got, slices.Concat(want[:2], want[3:])) {
			t.Errorf("open are %v", got)
		}
		if got := s.todos(true, 3); !slices.Equal(got, want[2:3]) {
			t.Errorf("done are %v", got)
		}
		if _, err := s.door.SettleTodo(k.As(s.lead), want[0], strings.Repeat("字", 201)); fault.Of(err) != fault.BadInput {
			t.Errorf("a long note: %v", err)
		}
		for name, args := range map[string]page.Args{"too many": {First: 101}, "another list's": {First: 1, After: new(page.Mark("roster", 1, "x"))}} {
			if _, err := s.door.Todos(k.As(s.lead), s.event.ID, false, args); fault.Of(err) != fault.BadInput {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestWhoMayNotSettle(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		id := s.flagged(func(*db.AttendanceEntryCreate) {})
		for name, c := range map[string]struct {
			ctx  context.Context
			want fault.Code
		}{"nobody": {k.Context(), fault.Unauthenticated}, "a volunteer": {k.As(s.people[0]), fault.Forbidden}, "a device": {s.atDoor(false), fault.Forbidden}} {
			if _, err := s.door.SettleTodo(c.ctx, id, ""); fault.Of(err) != c.want {
				t.Errorf("%s settles: %v", name, err)
			}
			if _, err := s.door.Todos(c.ctx, s.event.ID, false, page.Args{First: 1}); fault.Of(err) != c.want {
				t.Errorf("%s reads: %v", name, err)
			}
		}
		if _, err := s.door.SettleTodo(k.As(s.lead), "td_x", ""); fault.Of(err) != fault.NotFound {
			t.Errorf("one that is not there: %v", err)
		}
	})
}

// What a kiosk shows is of its event, masked, and newest first, on whatever day; and as the lead's screen has it.
func TestAKioskShowsItsEvent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 3)
		s.comes(0)
		elsewhere := k.Event(s.place.Root, -time.Minute, 5)
		here := s.event
		s.event = elsewhere
		s.send(k.As(s.lead), s.tick(2))
		s.event = here
		s.comes(1)
		k.Clock.Move(13 * time.Hour) // another day
		shown, err := s.door.Kiosk(s.atDoor(true), here.ID)
		k.Must(err)
		var names []string
		for _, a := range shown.Last {
			names = append(names, a.Name)
		}
		code, err := s.door.VenueCode(k.As(s.lead), here.ID)
		k.Must(err)
		if !slices.Equal(names, []string{"居*申", "居*甲"}) || *shown.Code != *code || shown.Counts.CheckedIn != 2 || shown.Event.ID != here.ID || shown.Venue.Step != 30 {
			t.Errorf("shows %v, %+v, %+v", names, shown.Code, shown.Counts)
		}
		for name, ctx := range map[string]context.Context{"a volunteer": k.As(s.people[0]), "nobody": k.Context()} {
			if _, err := s.door.Kiosk(ctx, here.ID); fault.Of(err) == "" {
				t.Errorf("%s sees it", name)
			}
		}
	})
}
