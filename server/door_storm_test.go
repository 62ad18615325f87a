package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/store"
)

// gate is a door where five phones enter who comes and who leaves while the program is killed, again and again.
type gate struct {
	*crowd
	event   string
	ends    time.Time
	signUps []string
	phones  []*entrant

	asked atomic.Int64 // entries sent, the same again counted again
}

// entrant is one phone, with what it has entered; what was answered stands first.
type entrant struct {
	*gate
	token, sender string
	random        *rand.Rand

	mu       sync.Mutex
	entries  []*arrived
	answered int
}

// arrived is an entry as it is sent.
type arrived struct {
	ID        string    `json:"id"`
	EventID   string    `json:"eventId"`
	Method    string    `json:"method"`
	Direction string    `json:"direction"`
	SignUpID  string    `json:"signUpId"`
	At        time.Time `json:"at"`
}

func TestKilledAtTheDoorOnSQLite(t *testing.T) {
	c, r := newCrowd(t)
	c.killedAtTheDoor(r, func() {})
}

// killedAtTheDoor kills the server, at whatever it is doing, again and again, and looks each time at what it leaves.
func (c *crowd) killedAtTheDoor(r *running, left func()) {
	c.Helper()
	g := &gate{crowd: c}
	g.prepare()
	random := rand.New(rand.NewPCG(c.seed, 7))
	for _, p := range g.phones {
		c.done.Go(p.enter)
	}
	for range *kills {
		c.reach(random.IntN(60))
		_ = r.cmd.Process.Kill()
		<-r.ended
		left()
		g.compare(false)
		r = c.serve()
	}
	c.reach(20)
	c.calm()
	g.compare(true)
	entries := 0
	for _, p := range g.phones {
		entries += len(p.entries)
	}
	c.Logf("%d kills, %d entries, sent %d times, each in the log once", *kills, entries, g.asked.Load())
}

// prepare makes an event that runs now, with people on its roster and phones at its door.
func (g *gate) prepare() {
	g.Helper()
	secretary := g.actors[alone].token
	var root struct {
		Community struct{ Root struct{ ID string } }
	}
	g.must(secretary, `{community(slug:"demo"){root{id}}}`, nil, &root)
	begins := time.Now().UTC().Truncate(time.Minute).Add(-time.Hour)
	g.ends = begins.Add(2 * time.Hour)
	var made struct {
		CreateEvent struct {
			ID     string
			Shifts []struct{ ID string }
		}
	}
	g.must(secretary, `mutation($in:CreateEventInput!){createEvent(input:$in){id shifts{id}}}`, map[string]any{"in": map[string]any{
		"unitId": root.Community.Root.ID, "title": "门口", "kind": "VOLUNTEERING", "place": "社区广场", "startsAt": begins, "endsAt": g.ends,
		"shifts": []any{map[string]any{"name": "班次", "startsAt": begins, "endsAt": g.ends}},
	}}, &made)
	g.event = made.CreateEvent.ID
	g.must(secretary, `mutation($id:ID!){publishEvent(id:$id){id}}`, map[string]any{"id": g.event}, nil)
	for _, a := range g.actors[:alone] {
		var in struct{ SignUp []struct{ ID string } }
		g.must(a.token, `mutation($id:ID!){signUp(shiftId:$id){id}}`, map[string]any{"id": made.CreateEvent.Shifts[0].ID}, &in)
		if len(in.SignUp) == 1 { // else she has something else to do today
			g.signUps = append(g.signUps, in.SignUp[0].ID)
		}
	}
	for i := range 5 {
		p := &entrant{gate: g, token: secretary, sender: g.personOf(secretary), random: rand.New(rand.NewPCG(g.seed, uint64(i)))}
		if i > 1 {
			p.claim(secretary)
		}
		g.phones = append(g.phones, p)
	}
}

// claim makes the phone a device of the door.
func (p *entrant) claim(secretary string) {
	p.Helper()
	var link struct{ IssueDevice struct{ URL string } }
	p.must(secretary, `mutation($id:ID!){issueDevice(eventId:$id,name:"门口"){url}}`, map[string]any{"id": p.event}, &link)
	var claim struct {
		ClaimDevice struct {
			Token  string
			Device struct{ ID string }
		}
	}
	p.must("", `mutation($t:String!){claimDevice(token:$t){token device{id}}}`, map[string]any{"t": path.Base(link.IssueDevice.URL)}, &claim)
	p.token, p.sender = claim.ClaimDevice.Token, claim.ClaimDevice.Device.ID
}

// enter makes entries and hands them in until it is enough and all are answered.
func (p *entrant) enter() {
	for p.enough.Err() == nil {
		p.mu.Lock()
		for range 1 + p.random.IntN(40) {
			p.entries = append(p.entries, &arrived{uuid.NewString(), p.event, "LIST", []string{"IN", "OUT"}[p.random.IntN(2)],
				p.signUps[p.random.IntN(len(p.signUps))], p.ends.Add(-time.Hour - time.Duration(p.random.IntN(3_600_000))*time.Millisecond)})
		}
		p.mu.Unlock()
		for p.answered < len(p.entries) && !p.Failed() {
			p.send()
		}
	}
}

// send hands in the first of what waits, with some that were answered before.
func (p *entrant) send() {
	from := max(0, p.answered-p.random.IntN(10))
	to := min(len(p.entries), p.answered+1+p.random.IntN(60))
	batch := p.entries[from:to]
	body, _ := json.Marshal(map[string]any{"query": `mutation($in:[CheckInInput!]!,$sender:ID,$at:Time){checkIn(input:$in,sender:$sender,sentAt:$at){id accepted warnings}}`,
		"variables": map[string]any{"in": batch, "sender": p.sender, "at": time.Now().UTC()}})
	p.asked.Add(int64(len(batch)))
	raw, err := p.post(p.token, body)
	var reply struct {
		Data struct {
			CheckIn []struct {
				ID       string
				Accepted bool
				Warnings []string
			}
		}
		Errors []struct{ Extensions struct{ Reason string } }
	}
	if err != nil || json.Unmarshal(raw, &reply) != nil || len(reply.Errors) > 0 && reply.Errors[0].Extensions.Reason == "DATABASE_AWAY" {
		<-time.After(10 * time.Millisecond) // nobody is there
		return
	}
	if len(reply.Data.CheckIn) != len(batch) {
		p.Errorf("seed %d: %.500s", p.seed, raw)
		return
	}
	for i, r := range reply.Data.CheckIn {
		if r.ID != batch[i].ID || !r.Accepted {
			p.Errorf("seed %d: %+v is answered %+v", p.seed, batch[i], r)
		}
	}
	p.mu.Lock()
	p.answered = to
	p.mu.Unlock()
	p.crowd.answered.Add(1)
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// compare looks at the database, on which nobody works: what was answered is in the log, once, and what it says of people is what
// the lines in it say. In the end that is all that was entered.
func (g *gate) compare(all bool) {
	g.Helper()
	g.database(func(ctx context.Context, s *store.Store) {
		lines := map[string]*db.AttendanceEntry{}
		of := map[string][]*db.AttendanceEntry{}
		for _, l := range s.Client().AttendanceEntry.Query().Where(attendanceentry.EventID(g.event)).AllX(ctx) {
			lines[l.ID] = l
			of[*l.SignUpID] = append(of[*l.SignUpID], l)
		}
		made := 0
		for _, p := range g.phones {
			p.mu.Lock()
			made += len(p.entries)
			for i, e := range p.entries {
				if l := lines[e.ID]; (i < p.answered || all) && (l == nil || *l.SignUpID != e.SignUpID || string(l.Direction) != e.Direction) {
					g.Errorf("seed %d: %+v was answered, the log has %+v", g.seed, e, l)
				}
			}
			p.mu.Unlock()
		}
		if len(lines) > made || all && len(lines) != made {
			g.Errorf("seed %d: %d lines of %d entries", g.seed, len(lines), made)
		}
		here := 0
		for _, row := range s.Client().SignUp.Query().Where(signup.IDIn(g.signUps...)).AllX(ctx) {
			if got, want := said(row.CheckedInAt, row.CheckedOutAt, row.Minutes), says(of[row.ID]); got != want {
				g.Errorf("seed %d: the row says %s, its lines %s", g.seed, got, want)
			}
			here += map[bool]int{true: 1}[row.CheckedInAt != nil]
		}
		if at := s.Client().Shift.Query().Where(shift.EventID(g.event)).OnlyX(ctx); at.CheckedIn != here {
			g.Errorf("seed %d: %d are counted, %d came", g.seed, at.CheckedIn, here)
		}
	})
}

func said(in, out *time.Time, minutes *int) string {
	text := "-"
	if in != nil {
		text = in.UTC().Format(time.TimeOnly + ".000")
	}
	if out != nil {
		text += " " + out.UTC().Format(time.TimeOnly+".000")
	}
	if minutes != nil {
		text += fmt.Sprint(" ", *minutes)
	}
	return text
}

// says reads the lines one after the other.
func says(lines []*db.AttendanceEntry) string {
	slices.SortFunc(lines, func(a, b *db.AttendanceEntry) int { return a.At.Compare(b.At) })
	var in, out, last *time.Time
	var sum time.Duration
	var before time.Duration // of the spans before the last
	var minutes *int
	for _, l := range lines {
		switch {
		case l.Direction == attendanceentry.DirectionOUT && last != nil:
			out, sum = &l.At, before+l.At.Sub(*last)
		case l.Direction == attendanceentry.DirectionOUT && in == nil:
			out = &l.At
		case in == nil:
			in, last, out = &l.At, &l.At, nil
		case out != nil:
			before, last, out = sum, &l.At, nil
		}
		if in != nil && out != nil || minutes != nil {
			n := int(sum / time.Minute)
			minutes = &n
		}
	}
	return said(in, out, minutes)
}
