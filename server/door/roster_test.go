package door_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/org"
	"linli/server/page"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// phone is what somebody at the door has stored of the roster.
type phone struct {
	revision int
	rows     map[string]door.Row
}

// take brings a phone up to date, page by page, and tells how many rows came.
func (s *scene) take(ctx context.Context, p *phone, between func()) (came int) {
	s.Helper()
	var since *int
	if p.rows != nil {
		since = &p.revision
	}
	var after *page.Cursor
	for {
		r, err := s.door.Roster(ctx, s.event.ID, since, after)
		s.Must(err)
		if r.Fresh {
			p.rows = map[string]door.Row{}
		}
		for _, row := range r.Rows {
			p.rows[row.SignUpID] = *row
		}
		p.revision, after = int(r.Revision), r.Next
		if came += len(r.Rows); after == nil {
			return came
		}
		between()
	}
}

func (s *scene) same(p, q *phone) {
	s.Helper()
	equal := func(a, b door.Row) bool { return fmt.Sprint(plain(a)) == fmt.Sprint(plain(b)) }
	if !maps.EqualFunc(p.rows, q.rows, equal) {
		s.Fatalf("a phone that followed has %v, a fresh one %v", p.rows, q.rows)
	}
}

// plain is a row whose times can be compared as text.
func plain(r door.Row) (out []any) {
	for _, at := range []*time.Time{r.CheckedInAt, r.CheckedOutAt, r.AbsentAt} {
		if at != nil {
			out = append(out, at.UnixMilli())
		} else {
			out = append(out, "-")
		}
	}
	r.CheckedInAt, r.CheckedOutAt, r.AbsentAt = nil, nil, nil
	return append(out, r)
}

// atDoor is a good door device of the scene's event.
func (s *scene) atDoor(kiosk bool) context.Context {
	s.Helper()
	var d *db.Device
	s.Do(func(ctx context.Context, tx *store.Tx) {
		d = tx.Device.Create().SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).SetKind("DOOR").SetName("门口").SetIssuedBy(s.lead.ID).
			SetLinkHash(uuid.NewString()).SetLinkExpiresAt(s.event.EndsAt).SetExpiresAt(s.event.EndsAt.Add(12 * time.Hour)).SaveX(ctx)
	})
	return viewer.With(s.Context(), &viewer.Viewer{CommunityID: s.event.CommunityID, Door: &viewer.Door{DeviceID: d.ID, EventID: s.event.ID, Kiosk: kiosk}})
}

// What a phone stored and the changes since are together the roster, whatever happened and whoever follows.
func TestChangesAreAsGoodAsTheRoster(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 6, 9)
		random := rand.New(rand.NewPCG(5, 5))
		followed, at := &phone{}, s.atDoor(false)
		for range 60 {
			s.happens(random)
			if random.IntN(3) > 0 {
				continue
			}
			s.take(at, followed, func() {})
			fresh := &phone{}
			s.take(k.As(s.lead), fresh, func() {})
			s.same(followed, fresh)
		}
		if len(followed.rows) < 9 {
			t.Errorf("only %d rows: nothing happened", len(followed.rows))
		}
	})
}

// happens does something to the roster or at the door; that it is refused is as good as another thing.
func (s *scene) happens(random *rand.Rand) {
	s.Helper()
	s.Clock.Move(time.Minute)
	who := random.IntN(len(s.people))
	p, shift := s.people[who], s.event.Edges.Shifts[0]
	mine := s.Store.Client().SignUp.Query().Where(signup.PersonID(p.ID), signup.EventID(s.event.ID), signup.StatusIn("CONFIRMED", "WAITLISTED", "OFFERED")).AllX(s.Internal())
	switch n := random.IntN(9); {
	case n < 3 || len(mine) == 0:
		_, _ = s.roster.SignUp(s.As(p), shift.ID, nil, nil)
	case n == 3:
		_, _ = s.roster.Withdraw(s.As(p), mine[0].ID, nil, nil)
	case n == 4:
		name := fmt.Sprint("过路人", random.IntN(1000))
		s.send(s.As(s.lead), &door.Entry{ID: uuid.NewString(), EventID: s.event.ID, Method: attendanceentry.MethodWALK_IN, At: s.Clock.Now(), Name: &name})
	case n == 5:
		in := s.tick(who)
		s.send(s.As(s.lead), in)
		s.takesBack(in)
	case n == 6:
		_, err := s.roster.Tickets().IssueCard(s.As(s.lead), p.ID)
		s.Must(err)
	default:
		s.send(s.As(s.lead), s.tick(who))
	}
}

// A row that changes while pages are read is not lost, and deleted rows do not stay.
func TestARosterOfManyPages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 0)
		s.crowd(1_001)
		followed := &phone{}
		ctx, pages := s.atDoor(false), 1
		came := s.take(ctx, followed, func() {
			pages++
			s.touch(1) // one that has come already
		})
		if pages != 3 || came != 1_002 || len(followed.rows) != 1_001 {
			t.Fatalf("%d pages of %d rows, %d stored", pages, came, len(followed.rows))
		}
		numbers := map[int]bool{}
		for _, r := range followed.rows {
			numbers[r.Number] = true
		}
		if len(numbers) != 1_001 || !numbers[1] || !numbers[1_001] {
			t.Errorf("%d numbers", len(numbers))
		}
		if came := s.take(ctx, followed, func() {}); came != 1 { // since the first page
			t.Errorf("then %d rows changed", came)
		}
		if came := s.take(ctx, followed, func() {}); came != 0 {
			t.Errorf("nothing changed, and %d rows came", came)
		}
		k.Do(func(ctx context.Context, tx *store.Tx) { // as the removal of a shift does
			tx.Event.UpdateOneID(s.event.ID).AddRosterVersion(1).ExecX(ctx)
			e := tx.Event.GetX(ctx, s.event.ID)
			tx.Event.UpdateOne(e).SetRowsSince(e.RosterVersion).ExecX(ctx)
			first := tx.SignUp.Query().Where(signup.EventID(s.event.ID)).Order(signup.ByID()).FirstX(ctx)
			tx.SignUp.DeleteOne(first).ExecX(ctx)
		})
		if s.take(ctx, followed, func() {}); len(followed.rows) != 1_000 {
			t.Errorf("%d rows after one was deleted", len(followed.rows))
		}
	})
}

// crowd signs up so many, all at the first revision.
func (s *scene) crowd(n int) {
	s.Helper()
	s.Do(func(ctx context.Context, tx *store.Tx) {
		for part := range slices.Chunk(make([]int, n), 100) {
			people := tx.Person.MapCreateBulk(part, func(c *db.PersonCreate, _ int) {
				c.SetCommunityID(s.event.CommunityID).SetUnitID(s.place.Root.ID).SetName("人").SetSearch("人 ren r")
			}).SaveX(ctx)
			tx.SignUp.MapCreateBulk(people, func(c *db.SignUpCreate, i int) {
				c.SetCommunityID(s.event.CommunityID).SetEventID(s.event.ID).SetShiftID(s.event.Edges.Shifts[0].ID).SetPersonID(people[i].ID).
					SetStatus(signup.StatusCONFIRMED).SetPlace(1).SetParty("p").SetSignedUpBy(people[i].ID)
			}).ExecX(ctx)
		}
	})
}

// touch changes the first n rows.
func (s *scene) touch(n int) {
	s.Helper()
	s.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Event.UpdateOneID(s.event.ID).AddRosterVersion(1).ExecX(ctx)
		ids := tx.SignUp.Query().Where(signup.EventID(s.event.ID)).Order(signup.ByID()).Limit(n).IDsX(ctx)
		tx.SignUp.Update().Where(signup.IDIn(ids...)).SetChangedRevision(tx.Event.GetX(ctx, s.event.ID).RosterVersion).ExecX(ctx)
	})
}

// A phone stores the roster for as long as the event needs it, and the lead sees when a device took it.
func TestARosterIsNotedAndEnds(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		ctx := s.atDoor(false)
		read := func(ctx context.Context) *door.Roster {
			r, err := s.door.Roster(ctx, s.event.ID, nil, nil)
			k.Must(err)
			return r
		}
		if r := read(k.As(s.lead)); !r.DeleteAt.Equal(s.event.EndsAt.Add(24 * time.Hour)) {
			t.Errorf("a lead deletes it at %v", r.DeleteAt)
		}
		taken := func() *time.Time {
			return k.Store.Client().Device.GetX(k.Internal(), viewer.From(ctx).Door.DeviceID).RosterAt
		}
		if r := read(ctx); !r.DeleteAt.Equal(s.event.EndsAt.Add(12 * time.Hour)) {
			t.Errorf("a device deletes it at %v", r.DeleteAt)
		}
		first := *taken()
		k.Clock.Move(59 * time.Second)
		read(ctx)
		if !taken().Equal(first) {
			t.Error("it is noted more than once a minute")
		}
		k.Clock.Move(time.Second)
		read(ctx)
		if !taken().Equal(k.Clock.Now()) {
			t.Errorf("noted at %v", taken())
		}
	})
}

func TestWhoMayNotTakeTheRoster(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 1)
		other := k.Event(s.place.Root, time.Hour, 5)
		end := k.Clock.Now()
		ended := func(revoked bool) context.Context {
			return viewer.With(k.Context(), &viewer.Viewer{CommunityID: s.event.CommunityID, Door: &viewer.Door{DeviceID: "dv", EventID: s.event.ID, EndedAt: &end, Revoked: revoked}})
		}
		for name, c := range map[string]struct {
			ctx   context.Context
			event string
			want  fault.Code
		}{
			"nobody": {k.Context(), s.event.ID, fault.Unauthenticated}, "a volunteer": {k.As(s.people[0]), s.event.ID, fault.Forbidden},
			"a kiosk": {s.atDoor(true), s.event.ID, fault.Forbidden}, "a device of another event": {s.atDoor(false), other.ID, fault.Forbidden},
			"a revoked device": {ended(true), s.event.ID, fault.Unauthenticated}, "an expired device": {ended(false), s.event.ID, fault.Unauthenticated},
		} {
			if _, err := s.door.Roster(c.ctx, c.event, nil, nil); fault.Of(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
	})
}

// A phone that follows the roster hears of people's other names and numbers, and so do the minutes of a shift's other times.
func TestWhatElseChangesTheRoster(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := newScene(k, 5, 2)
		k.Role(s.lead, s.place.Root, membership.RoleSECRETARY)
		lead, p := k.As(s.lead), &phone{}
		s.take(lead, p, nil)
		name, number := "居民乙改名", "13800001234"
		_, err := org.New(k.Store, k.Keys).ChangePerson(lead, s.people[1].ID, org.ChangePersonInput{Name: &name, Phone: graphql.OmittableOf(&number)})
		k.Must(err)
		if came := s.take(lead, p, nil); came != 1 {
			t.Errorf("%d rows came", came)
		}
		for _, row := range p.rows {
			if row.PersonID == s.people[1].ID && (row.Name != name || row.PhoneTail != "1234") {
				t.Errorf("she is %s %s", row.Name, row.PhoneTail)
			}
		}
	})
}
