package roster

import (
	"errors"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/viewer"
)

var noon = time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)

// fixture is a published event from one to three o'clock with one shift.
func fixture(capacity int) (*board, *line) {
	e := &db.Event{ID: "ev", CommunityID: "co", Title: "活动", Status: event.StatusPUBLISHED, StartsAt: noon.Add(time.Hour), EndsAt: noon.Add(3 * time.Hour), RosterVersion: 7}
	s := &db.Shift{ID: "sh", EventID: "ev", StartsAt: e.StartsAt, EndsAt: e.EndsAt, Capacity: &capacity}
	e.Edges.Unit, e.Edges.Community = &db.Unit{Path: "0001"}, &db.Community{ID: "co", TimeZone: "Asia/Shanghai"}
	l := &line{shift: s, event: e}
	b := &board{events: map[string]*db.Event{"ev": e}, now: noon, lines: map[string]*line{"sh": l}, people: map[string]*db.Person{},
		busy: map[string][]*db.SignUp{}, rows: map[string]*db.SignUp{}, inside: map[string]map[string]bool{}, reached: map[string]reach{}}
	for _, id := range []string{"a", "b", "c", "d"} {
		b.people[id] = &db.Person{ID: id, CommunityID: "co"}
	}
	return b, l
}

// as makes it somebody's turn; "lead" runs the place.
func (b *board) as(person string) *board {
	b.by = &viewer.Viewer{PersonID: person, CommunityID: "co"}
	if person == "lead" {
		b.by.Leads = []string{"0001"}
	}
	return b
}

func reason(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Reason
	}
	return ""
}

func TestClosed(t *testing.T) {
	for _, c := range []struct {
		name   string
		status event.Status
		now    time.Duration
		want   string
	}{
		{"open", event.StatusPUBLISHED, 0, ""},
		{"running", event.StatusPUBLISHED, 90 * time.Minute, ""},
		{"the last instant", event.StatusPUBLISHED, 2*time.Hour - time.Millisecond, ""},
		{"the shift is over", event.StatusPUBLISHED, 2 * time.Hour, "SHIFT_ENDED"},
		{"the event is over", event.StatusPUBLISHED, 3 * time.Hour, "EVENT_ENDED"},
		{"a draft", event.StatusDRAFT, 0, "NOT_PUBLISHED"},
		{"cancelled", event.StatusCANCELLED, 0, "EVENT_CANCELLED"},
		{"cancelled and over", event.StatusCANCELLED, 9 * time.Hour, "EVENT_CANCELLED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, l := fixture(1)
			l.event.Status, l.shift.EndsAt = c.status, noon.Add(2*time.Hour)
			if got := reason(closed(l.event, l.shift, noon.Add(c.now))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestClash(t *testing.T) {
	at := func(from, to int, status signup.Status, of event.Status) *db.SignUp {
		s := &db.SignUp{Status: status}
		s.Edges.Shift = &db.Shift{ID: "other", StartsAt: noon.Add(time.Duration(from) * time.Hour), EndsAt: noon.Add(time.Duration(to) * time.Hour)}
		s.Edges.Event = &db.Event{Status: of}
		return s
	}
	want := &db.Shift{ID: "sh", StartsAt: noon.Add(2 * time.Hour), EndsAt: noon.Add(4 * time.Hour)}
	same := at(2, 4, signup.StatusCONFIRMED, event.StatusPUBLISHED)
	same.Edges.Shift.ID = "sh"
	for _, c := range []struct {
		name string
		busy *db.SignUp
		want bool
	}{
		{"before", at(0, 1, signup.StatusCONFIRMED, event.StatusPUBLISHED), false},
		{"touching before", at(0, 2, signup.StatusCONFIRMED, event.StatusPUBLISHED), false},
		{"touching after", at(4, 5, signup.StatusCONFIRMED, event.StatusPUBLISHED), false},
		{"overlapping", at(3, 5, signup.StatusCONFIRMED, event.StatusPUBLISHED), true},
		{"inside", at(2, 3, signup.StatusCONFIRMED, event.StatusPUBLISHED), true},
		{"around", at(1, 9, signup.StatusWAITLISTED, event.StatusPUBLISHED), true},
		{"offered", at(3, 5, signup.StatusOFFERED, event.StatusPUBLISHED), true},
		{"withdrawn", at(3, 5, signup.StatusWITHDRAWN, event.StatusPUBLISHED), false},
		{"cancelled", at(3, 5, signup.StatusCONFIRMED, event.StatusCANCELLED), false},
		{"the shift itself", same, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := clash(want, []*db.SignUp{c.busy}) != nil; got != c.want {
				t.Errorf("clash: %v, want %v", got, c.want)
			}
		})
	}
}

func TestAdmitDecidesInOrderOfArrival(t *testing.T) {
	b, l := fixture(2)
	for _, c := range []struct {
		people []string
		want   signup.Status
		place  int // of the first in the queue
	}{
		{[]string{"a"}, signup.StatusCONFIRMED, 0},
		{[]string{"b", "c"}, signup.StatusWAITLISTED, 1}, // one is free: both queue
		{[]string{"d"}, signup.StatusCONFIRMED, 0},       // fits what they cannot have
	} {
		got, err := b.as(c.people[0]).admit(arrival{shiftID: "sh", people: c.people})
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range got {
			if s.Status != c.want || s.PersonID != c.people[i] {
				t.Errorf("%v: %s is %s", c.people, s.PersonID, s.Status)
			}
			if c.place > 0 && *s.QueuePosition != c.place+i {
				t.Errorf("%v: place %d", c.people, *s.QueuePosition)
			}
		}
	}
	if l.shift.Confirmed != 2 || l.shift.Waitlisted != 2 || len(b.fresh) != 4 {
		t.Errorf("counters %+v", l.shift)
	}
	before := len(b.fresh)
	again, err := b.as("b").admit(arrival{shiftID: "sh", people: []string{"c", "b"}})
	if err != nil || len(b.fresh) != before || again[0].PersonID != "c" || again[0].Status != signup.StatusWAITLISTED {
		t.Errorf("again: %v %v", again, err)
	}
}

func TestDepartFreesForTheNext(t *testing.T) {
	b, l := fixture(1)
	for _, id := range []string{"a", "b", "c"} {
		if _, err := b.as(id).admit(arrival{shiftID: "sh", people: []string{id}}); err != nil {
			t.Fatal(err)
		}
	}
	first, second, third := b.fresh[0], b.fresh[1], b.fresh[2]
	b.rows[first.ID], b.rows[third.ID] = first, third
	if _, err := b.as("b").depart(departure{"withdraw", first.ID, ""}); fault.Of(err) != fault.NotFound {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := b.as("lead").depart(departure{"withdraw", first.ID, ""}); reason(err) != "EMPTY" {
		t.Errorf("a lead without a reason: %v", err)
	}
	first.CheckedInAt = &noon
	if _, err := b.as("a").depart(departure{"withdraw", first.ID, ""}); reason(err) != "CHECKED_IN" {
		t.Errorf("arrived: %v", err)
	}
	first.CheckedInAt = nil
	if first.Status != signup.StatusCONFIRMED || len(b.changed) != 1 { // the first's own admission
		t.Errorf("refusals changed the board: %v", b.changed)
	}
	got, err := b.as("a").depart(departure{"withdraw", first.ID, ""})
	if err != nil || got[0].Status != signup.StatusWITHDRAWN || second.Status != signup.StatusCONFIRMED {
		t.Errorf("%v %v, next is %s", got, err, second.Status)
	}
	if _, err := b.as("lead").depart(departure{"withdraw", third.ID, "病了"}); err != nil || third.Status != signup.StatusREMOVED {
		t.Errorf("a lead: %v, %s", err, third.Status)
	}
	if l.shift.Confirmed != 1 || l.shift.Waitlisted != 0 || len(b.deeds) != 1 {
		t.Errorf("counters %+v, deeds %v", l.shift, b.deeds)
	}
}

func TestAnswer(t *testing.T) {
	past, later := noon.Add(-time.Minute), noon.Add(time.Minute)
	for _, c := range []struct {
		name   string
		status signup.Status
		until  *time.Time
		accept bool
		want   signup.Status
		reason string
	}{
		{"accept", signup.StatusOFFERED, &later, true, signup.StatusCONFIRMED, ""},
		{"accept too late", signup.StatusOFFERED, &past, true, signup.StatusOFFERED, "OFFER_EXPIRED"},
		{"decline", signup.StatusOFFERED, &later, false, signup.StatusWITHDRAWN, ""},
		{"accept again", signup.StatusCONFIRMED, nil, true, signup.StatusCONFIRMED, ""},
		{"decline again", signup.StatusWITHDRAWN, nil, false, signup.StatusWITHDRAWN, ""},
		{"accept what ran out", signup.StatusEXPIRED, nil, true, signup.StatusEXPIRED, "OFFER_EXPIRED"},
		{"nothing offered", signup.StatusWAITLISTED, nil, true, signup.StatusWAITLISTED, "NOT_OFFERED"},
		{"decline a confirmed one", signup.StatusCONFIRMED, nil, false, signup.StatusCONFIRMED, "NOT_OFFERED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, l := fixture(1)
			s := &db.SignUp{ID: "su", EventID: "ev", ShiftID: "sh", PersonID: "a", Party: "p", Status: c.status, OfferExpiresAt: c.until}
			b.rows["su"] = s
			l.count(s, +1)
			_, err := b.as("a").answer("su", c.accept)
			if reason(err) != c.reason || s.Status != c.want {
				t.Errorf("%s with %v", s.Status, err)
			}
			l.count(s, -1)
			if l.shift.Confirmed+l.shift.Offered+l.shift.Waitlisted != 0 {
				t.Errorf("counters do not follow: %+v", l.shift)
			}
		})
	}
}

// The year of an event is that of the community: half past midnight of New Year's Day in Shanghai is still the old year in UTC.
func TestAgeIsOfTheCommunitysYear(t *testing.T) {
	b, l := fixture(1)
	l.event.StartsAt = time.Date(2026, 12, 31, 16, 30, 0, 0, time.UTC)
	l.event.MinAge, b.people["a"].BirthYear = new(18), new(2009)
	if _, err := b.as("a").admit(arrival{shiftID: "sh", people: []string{"a"}}); err != nil {
		t.Errorf("eighteen in 2027: %v", err)
	}
	b.people["b"].BirthYear = new(2010)
	if _, err := b.as("b").admit(arrival{shiftID: "sh", people: []string{"b"}}); reason(err) != "TOO_YOUNG" {
		t.Errorf("seventeen in 2027: %v", err)
	}
}
