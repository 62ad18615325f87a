package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/roster"
)

// compare compares all that can be seen of the event.
func (d *driver) compare() {
	d.Helper()
	if got, want := d.stored(), d.expected(); got != want {
		d.fail("stored:\n%s\nwanted:\n%s", got, want)
	}
	recountEvent(d.Kit, d.event.ID)
}

func (d *driver) expected() string {
	var out []string
	for i, s := range d.shifts {
		n := func(which func(*entry) bool) int { return d.many(i, which) }
		out = append(out, fmt.Sprintf("shift %d: %d places, %d in, %d offered, %d wait, %d walked in, %d kept, %d taken, %d held", i, s.capacity,
			n(func(e *entry) bool { return e.status == confirmed }), n(func(e *entry) bool { return e.status == offered }),
			n(func(e *entry) bool { return e.status == waitlisted }), n(func(e *entry) bool { return e.walkedIn }), s.kept,
			n(func(e *entry) bool { return e.has() && e.inside && !e.walkedIn }), s.held))
	}
	for i, e := range d.rows {
		out = append(out, line(i, e.person, &db.SignUp{Status: e.status, PassedOver: e.passed, ToCall: e.call}, d.shows(e)[0].position, e.until))
	}
	return strings.Join(out, "\n")
}

func line(n, person int, s *db.SignUp, position int, until time.Time) string {
	return fmt.Sprintf("row %d: person %d %s at %d, passed %d, to call %v, until %v", n, person, s.Status, position, s.PassedOver, s.ToCall, until.Unix())
}

func (d *driver) stored() string {
	ctx, c := d.Internal(), d.Store.Client()
	var out []string
	for i := range d.shifts {
		s := c.Shift.Query().Where(shift.ID(d.shift(i))).OnlyX(ctx)
		out = append(out, fmt.Sprintf("shift %d: %d places, %d in, %d offered, %d wait, %d walked in, %d kept, %d taken, %d held", i, *s.Capacity,
			s.Confirmed, s.Offered, s.Waitlisted, s.WalkedIn, s.Kept, s.KeptTaken, s.Held))
	}
	rows := d.all(roster.Read(ctx, c, c.SignUp.Query().Where(signup.EventID(d.event.ID)).AllX(ctx)...))
	lines := make([]string, len(d.rows))
	for _, s := range rows {
		i := slices.Index(d.rows, d.byID[s.ID])
		if i < 0 {
			d.fail("nobody was told of the row %v", s)
		}
		at, until := 0, noTime
		if s.QueuePosition != nil {
			at = *s.QueuePosition
		}
		if s.OfferExpiresAt != nil {
			until = *s.OfferExpiresAt
		}
		person := slices.IndexFunc(d.people, func(p *db.Person) bool { return p.ID == s.PersonID })
		lines[i] = line(i, person, s.SignUp, at, until)
	}
	return strings.Join(append(out, lines...), "\n")
}
