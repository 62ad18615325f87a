package event_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/store"
)

// titles are those of the first hundred events that somebody finds.
func (s *stage) titles(who *db.Person, q events.Query) (found []string) {
	s.t.Helper()
	if q.Community == "" {
		q.Community = "here"
	}
	c, err := s.events.List(s.As(who), q, page.Args{First: 100})
	s.Must(err)
	for _, e := range c.Nodes() {
		found = append(found, e.Title)
	}
	return found
}

// at makes an event with this title and status.
func (s *stage) at(unit *db.Unit, title string, begins time.Duration, status event.Status) *db.Event {
	s.t.Helper()
	e := s.Event(unit, begins, 5)
	s.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Event.UpdateOneID(e.ID).SetTitle(title).SetStatus(status).ExecX(ctx)
	})
	return e
}

func TestListWalksAllPages(t *testing.T) {
	each(t, func(s *stage) {
		want := map[string]int{}
		for i := range 25 { // five starts, five events on each
			want[s.Event(s.here.Branches[i%2], time.Duration(i/5+1)*time.Hour, 5).ID] = 0
		}
		args, pages := page.Args{First: 4}, 0
		for {
			c, err := s.events.List(s.As(s.volunteer), events.Query{Community: "here"}, args)
			s.Must(err)
			for _, e := range c.Nodes() {
				want[e.ID]++
			}
			if pages == 0 {
				if n, err := c.TotalCount(s.As(s.volunteer)); err != nil || n != 25 {
					t.Fatalf("counts %d, %v", n, err)
				}
			}
			if pages++; pages == 2 { // rows that come in between neither hide nor repeat a row
				s.at(s.here.Root, "早", time.Minute, event.StatusPUBLISHED)
				want[s.at(s.here.Root, "晚", 9*time.Hour, event.StatusPUBLISHED).ID] = 0
			}
			if !c.PageInfo.HasNextPage {
				break
			}
			args.After = c.PageInfo.EndCursor
		}
		for id, n := range want {
			if n != 1 {
				t.Errorf("%s was seen %d times", id, n)
			}
		}
	})
}

func TestListNarrows(t *testing.T) {
	each(t, func(s *stage) {
		s.at(s.here.Branches[0], "草稿", time.Hour, event.StatusDRAFT)
		s.at(s.here.Branches[0], "公开", time.Hour, event.StatusPUBLISHED)
		s.at(s.here.Branches[0], "取消", 2*time.Hour, event.StatusCANCELLED)
		s.at(s.here.Branches[1], "进行", -time.Hour, event.StatusPUBLISHED)
		s.at(s.here.Branches[1], "过去", -3*time.Hour, event.StatusPUBLISHED)
		s.at(s.here.Branches[1], "旧取消", -3*time.Hour, event.StatusCANCELLED)
		now := s.Clock.Now()
		for _, c := range []struct {
			who  *db.Person
			q    events.Query
			want []string
		}{
			{nil, events.Query{}, []string{"进行", "公开", "取消"}},
			{s.volunteer, events.Query{}, []string{"进行", "公开", "取消"}},
			{s.elsewhere, events.Query{}, []string{"进行", "公开", "取消"}},
			{s.lead, events.Query{}, []string{"进行", "草稿", "公开", "取消"}},
			{s.lead, events.Query{Status: of(event.StatusDRAFT)}, []string{"草稿"}},
			{s.volunteer, events.Query{Status: of(event.StatusDRAFT)}, nil},
			{s.volunteer, events.Query{Status: of(events.Finished)}, []string{"过去"}},
			{s.volunteer, events.Query{Status: of(event.StatusPUBLISHED), From: of(now.Add(-24 * time.Hour))}, []string{"进行", "公开"}},
			{s.volunteer, events.Query{From: of(now.Add(-24 * time.Hour)), To: &now}, []string{"旧取消", "过去", "进行"}},
			{s.volunteer, events.Query{Within: &s.here.Groups[0].ID}, nil},
			{s.volunteer, events.Query{Within: &s.here.Branches[1].ID}, []string{"进行"}},
			{s.volunteer, events.Query{Kind: of(event.KindSTUDY)}, nil},
			{s.volunteer, events.Query{TeamID: &s.team.ID}, nil},
			{s.volunteer, events.Query{Search: of("%")}, nil},
			{s.volunteer, events.Query{Search: of(" HUO dong ")}, nil},
			{s.volunteer, events.Query{Search: of("活")}, []string{"进行", "公开", "取消"}},
		} {
			got := s.titles(c.who, c.q)
			slices.Sort(got)
			slices.Sort(c.want)
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%v: found %v, want %v", c.q, got, c.want)
			}
		}
	})
}

func TestListRefuses(t *testing.T) {
	each(t, func(s *stage) {
		far := s.Place("far")
		for _, c := range []struct {
			q     events.Query
			args  page.Args
			code  fault.Code
			field string
		}{
			{events.Query{Community: "no-such"}, page.Args{First: 1}, fault.NotFound, ""},
			{events.Query{Community: "far"}, page.Args{First: 1}, fault.NotFound, ""},
			{events.Query{Community: "here", Within: &far.Root.ID}, page.Args{First: 1}, fault.NotFound, ""},
			{events.Query{Community: "here", TeamID: of("te_0")}, page.Args{First: 1}, fault.NotFound, ""},
			{events.Query{Community: "here"}, page.Args{First: 0}, fault.BadInput, "first"},
			{events.Query{Community: "here"}, page.Args{First: 101}, fault.BadInput, "first"},
			{events.Query{Community: "here"}, page.Args{First: 1, After: of(page.Cursor("x"))}, fault.BadInput, "after"},
			{events.Query{Community: "here"}, page.Args{First: 1, After: of(page.Mark("doorEvents", s.Clock.Now(), "ev"))}, fault.BadInput, "after"},
			{events.Query{Community: "here"}, page.Args{First: 1, After: of(page.Mark("events", s.Clock.Now(), "\x00"))}, fault.BadInput, "after"},
			{events.Query{Community: "here", From: of(s.Clock.Now()), To: of(s.Clock.Now().Add(-1))}, page.Args{First: 1}, fault.BadInput, "to"},
			{events.Query{Community: "here", Search: of(string(make([]rune, 51)))}, page.Args{First: 1}, fault.BadInput, "search"},
		} {
			_, err := s.events.List(s.As(s.volunteer), c.q, c.args)
			s.refused(err, c.code, c.field)
		}
		s.Do(func(ctx context.Context, tx *store.Tx) { tx.Community.Update().SetOpen(false).ExecX(ctx) })
		_, err := s.events.List(s.As(nil), events.Query{Community: "here"}, page.Args{First: 1})
		s.refused(err, fault.NotFound, "")
	})
}

func TestDoor(t *testing.T) {
	each(t, func(s *stage) {
		s.at(s.here.Groups[0], "我的", time.Hour, event.StatusPUBLISHED)
		s.at(s.here.Branches[0], "刚完", -13*time.Hour, event.StatusPUBLISHED)
		s.at(s.here.Branches[0], "早完", -15*time.Hour, event.StatusPUBLISHED)
		s.at(s.here.Branches[0], "草稿", time.Hour, event.StatusDRAFT)
		other := s.at(s.here.Branches[1], "别处", time.Hour, event.StatusPUBLISHED)
		_, err := s.events.NameSubstitute(s.As(s.elsewhere), other.ID, s.teamLead.ID)
		s.Must(err)
		for who, want := range map[*db.Person]string{s.lead: "[刚完 我的]", s.teamLead: "[别处]", s.volunteer: "[]"} {
			c, err := s.events.Door(s.As(who), page.Args{First: 20})
			s.Must(err)
			var found []string
			for _, e := range c.Nodes() {
				found = append(found, e.Title)
			}
			if fmt.Sprint(found) != want {
				t.Errorf("%s may lead %v, want %s", who.Name, found, want)
			}
		}
		_, err = s.events.Door(s.As(nil), page.Args{First: 20})
		s.refused(err, fault.Unauthenticated, "")
	})
}
