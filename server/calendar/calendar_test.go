package calendar_test

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"linli/ent/db"
	entevent "linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/server/calendar"
	"linli/server/event"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

// scene is an event tomorrow with one place, a daughter who acts for her mother, and a neighbour.
type scene struct {
	*testkit.Kit
	calendars                         *calendar.Calendars
	rosters                           *roster.Rosters
	events                            *event.Events
	event                             *db.Event
	lead, daughter, mother, neighbour *db.Person
}

func each(t *testing.T, test func(s *scene)) {
	testkit.Each(t, func(_ *testing.T, k *testkit.Kit) {
		r, here := roster.New(k.Store, k.Keys, roster.Options{}), k.Place("here")
		s := &scene{Kit: k, calendars: calendar.New(k.Store, "https://linli.example"), rosters: r, events: event.New(k.Store, r), event: k.Event(here.Root, 24*time.Hour, 2)}
		s.lead, s.daughter, s.mother = k.Person(here.Root, "队长"), k.Person(here.Households[0], "女儿"), k.Person(here.Households[0], "李奶奶")
		s.neighbour = k.Person(here.Households[1], "邻居")
		k.Role(s.lead, here.Root, membership.RoleSECRETARY)
		k.ActsFor(s.daughter, s.mother)
		test(s)
	})
}

func (s *scene) signUp(who *db.Person, people ...string) *roster.SignUp {
	s.Helper()
	rows, err := s.rosters.SignUp(s.As(who), s.event.Edges.Shifts[0].ID, people, nil)
	s.Must(err)
	return rows[0]
}

func (s *scene) withdraw(who *db.Person, row *roster.SignUp) {
	s.Helper()
	_, err := s.rosters.Withdraw(s.As(who), row.ID, nil, nil)
	s.Must(err)
}

// open makes somebody's address and returns its secret.
func (s *scene) open(who *db.Person) string {
	s.Helper()
	url, err := s.calendars.Open(s.As(who))
	s.Must(err)
	found := regexp.MustCompile(`^https://linli\.example/files/calendar/([\w-]{43})\.ics$`).FindStringSubmatch(url)
	if found == nil {
		s.Fatalf("the address is %s", url)
	}
	return found[1]
}

// read reads a calendar as a phone does, by the uid of its entries without what follows the sign-up's id.
func (s *scene) read(token string, in calendar.Language) map[string]*ics.VEvent {
	s.Helper()
	raw, err := s.calendars.Feed(s.Context(), token, in)
	s.Must(err)
	return parse(s, raw)
}

func parse(s *scene, raw []byte) map[string]*ics.VEvent {
	s.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(raw))
	s.Must(err)
	all := map[string]*ics.VEvent{}
	for _, e := range cal.Events() {
		all[strings.TrimSuffix(e.Id(), "@linli")] = e
	}
	return all
}

// says is one value of an entry.
func says(e *ics.VEvent, property ics.ComponentProperty) string {
	if p := e.GetProperty(property); p != nil {
		return ics.FromText(p.Value)
	}
	return ""
}

func sequence(e *ics.VEvent) int {
	n, _ := strconv.Atoi(says(e, ics.ComponentPropertySequence))
	return n
}

func TestWhatACalendarShows(t *testing.T) {
	each(t, func(s *scene) {
		own, mothers := s.signUp(s.daughter), s.signUp(s.daughter, s.mother.ID)
		waits := s.signUp(s.neighbour)
		all := s.read(s.open(s.daughter), calendar.Chinese)
		if len(all) != 2 {
			s.Fatalf("%d entries", len(all))
		}
		e := all[own.ID]
		for property, want := range map[ics.ComponentProperty]string{
			ics.ComponentPropertySummary: "活动 · 岗位 1", ics.ComponentPropertyLocation: "广场", ics.ComponentPropertyStatus: "CONFIRMED",
			ics.ComponentPropertyDtStart: "20261122T040000Z", ics.ComponentPropertyDtEnd: "20261122T060000Z",
			ics.ComponentPropertyUrl: "https://linli.example/mine/tickets/" + own.ID,
		} {
			if got := says(e, property); got != want {
				s.Errorf("%s is %q, not %q", property, got, want)
			}
		}
		if len(e.Alarms()) != 2 {
			s.Errorf("%d reminders", len(e.Alarms()))
		}
		if got := says(all[mothers.ID], ics.ComponentPropertySummary); got != "李奶奶：活动 · 岗位 1" {
			s.Errorf("for the mother: %q", got)
		}
		token := s.open(s.neighbour)
		tentative := s.read(token, calendar.English)[waits.ID]
		if says(tentative, ics.ComponentPropertyStatus) != "TENTATIVE" || says(tentative, ics.ComponentPropertySummary) != "[On the waiting list] 活动 · 岗位 1" {
			s.Fatalf("who waits reads %s", says(tentative, ics.ComponentPropertySummary))
		}
		s.withdraw(s.daughter, own)
		offered := s.read(token, calendar.English)[waits.ID]
		if status := says(offered, ics.ComponentPropertyStatus); sequence(offered) <= sequence(tentative) || status != "CONFIRMED" && !strings.Contains(says(offered, ics.ComponentPropertyDescription), "Answer by 2026-11-2") {
			s.Fatalf("after she moved up: %s, %q", status, says(offered, ics.ComponentPropertyDescription))
		}
		s.Clock.Move(32 * 24 * time.Hour)
		if late := s.read(token, calendar.Chinese); len(late) != 0 {
			s.Fatalf("%d entries a month later", len(late))
		}
	})
}

// Every change makes the entry newer, so that a calendar takes it, and what is over is cancelled, not gone.
func TestChangesReachACalendar(t *testing.T) {
	each(t, func(s *scene) {
		row := s.signUp(s.daughter)
		token := s.open(s.daughter)
		last := s.read(token, calendar.Chinese)[row.ID]
		newer := func(status, summary string) {
			s.Helper()
			now := s.read(token, calendar.Chinese)[row.ID]
			if sequence(now) <= sequence(last) || says(now, ics.ComponentPropertyLastModified) <= says(last, ics.ComponentPropertyLastModified) {
				s.Errorf("%d of %s after %d of %s", sequence(now), says(now, ics.ComponentPropertyLastModified), sequence(last), says(last, ics.ComponentPropertyLastModified))
			}
			if says(now, ics.ComponentPropertyStatus) != status || says(now, ics.ComponentPropertySummary) != summary {
				s.Errorf("it is %s, %s", says(now, ics.ComponentPropertyStatus), says(now, ics.ComponentPropertySummary))
			}
			last = now
			s.Clock.Move(time.Minute)
		}
		s.Clock.Move(time.Minute)
		place := "二楼, 左手; 第一间"
		_, err := s.events.Change(s.As(s.lead), s.event.ID, event.ChangeInput{Place: &place})
		s.Must(err)
		newer("CONFIRMED", "活动 · 岗位 1")
		if got := says(last, ics.ComponentPropertyLocation); got != place {
			s.Errorf("the place is %q", got)
		}
		s.withdraw(s.daughter, row)
		newer("CANCELLED", "【已退出】活动 · 岗位 1")
		again := s.signUp(s.daughter)
		_, err = s.events.Cancel(s.As(s.lead), s.event.ID, "下雨，改期")
		s.Must(err)
		newer("CANCELLED", "【活动已取消】活动 · 岗位 1")
		other := s.read(token, calendar.Chinese)[again.ID]
		if says(other, ics.ComponentPropertyStatus) != "CANCELLED" || !strings.Contains(says(other, ics.ComponentPropertyDescription), "原因：下雨，改期") {
			s.Errorf("cancelled it says %q", says(other, ics.ComponentPropertyDescription))
		}
	})
}

// Lines are folded after at most 75 octets, never inside a character, end with CRLF, and what is special is escaped.
func TestFoldingAndEscaping(t *testing.T) {
	each(t, func(s *scene) {
		row := s.signUp(s.daughter)
		title := strings.Repeat("社区清洁, 带手套; 反斜杠\\ 与很长很长没有空格的题目", 3)
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.Update().Where(entevent.ID(s.event.ID)).SetTitle(title).ExecX(ctx)
		})
		raw, err := s.calendars.Feed(s.Context(), s.open(s.daughter), calendar.Chinese)
		s.Must(err)
		lines := strings.Split(string(raw), "\r\n")
		for _, line := range lines {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") || strings.ToValidUTF8(line, "") != line {
				s.Errorf("%d octets: %q", len(line), line)
			}
		}
		if lines[0] != "BEGIN:VCALENDAR" || lines[len(lines)-1] != "" || lines[len(lines)-2] != "END:VCALENDAR" {
			s.Errorf("it begins with %q and ends with %q", lines[0], lines[len(lines)-2:])
		}
		unfolded := strings.ReplaceAll(string(raw), "\r\n ", "")
		want := "\r\nSUMMARY:" + strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`).Replace(title+" · 岗位 1") + "\r\n"
		if !strings.Contains(unfolded, want) || !strings.Contains(unfolded, "\r\nUID:"+row.ID+"@linli\r\n") || !strings.Contains(unfolded, "\r\nMETHOD:PUBLISH\r\n") ||
			!strings.Contains(unfolded, "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n") {
			s.Errorf("unfolded it is\n%s", unfolded)
		}
	})
}

func TestAddressesEnd(t *testing.T) {
	each(t, func(s *scene) {
		s.signUp(s.daughter)
		first := s.open(s.daughter)
		second, others := s.open(s.daughter), s.open(s.neighbour)
		gone := func(token string) {
			s.Helper()
			if _, err := s.calendars.Feed(s.Context(), token, calendar.Chinese); fault.Of(err) != fault.NotFound {
				s.Errorf("it answers %v", err)
			}
		}
		gone(first)
		gone("")
		gone(strings.Repeat("A", 43))
		if len(s.read(second, calendar.Chinese)) != 1 || len(s.read(others, calendar.Chinese)) != 0 {
			s.Error("the wrong sign-ups are shown")
		}
		for range 2 {
			if ok, err := s.calendars.Close(s.As(s.daughter)); !ok || err != nil {
				s.Fatal(err)
			}
		}
		gone(second)
		s.read(others, calendar.Chinese)
		for _, err := range []error{failure(s.calendars.Open(s.Context())), failure(s.calendars.Close(s.Context()))} {
			if fault.Of(err) != fault.Unauthenticated {
				s.Errorf("nobody gets %v", err)
			}
		}
	})
}

func failure[T any](_ T, err error) error { return err }

func TestOneSignUp(t *testing.T) {
	each(t, func(s *scene) {
		row := s.signUp(s.daughter, s.mother.ID)
		for _, who := range []*db.Person{s.daughter, s.mother} {
			raw, err := s.calendars.SignUp(s.As(who), row.ID, calendar.Chinese)
			s.Must(err)
			if all := parse(s, raw); len(all) != 1 || all[row.ID] == nil {
				s.Errorf("%s gets %s", who.Name, raw)
			}
		}
		for who, code := range map[*db.Person]fault.Code{s.neighbour: fault.NotFound, s.lead: fault.NotFound, nil: fault.Unauthenticated} {
			if raw, err := s.calendars.SignUp(s.As(who), row.ID, calendar.Chinese); fault.Of(err) != code {
				s.Errorf("%s, %v", raw, err)
			}
		}
		s.withdraw(s.daughter, row)
		raw, err := s.calendars.SignUp(s.As(s.mother), row.ID, calendar.English)
		s.Must(err)
		if e := parse(s, raw)[row.ID]; says(e, ics.ComponentPropertyStatus) != "CANCELLED" {
			s.Errorf("withdrawn it is %s", raw)
		}
	})
}
