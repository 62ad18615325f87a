package web

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"linli/ent/db/signup"
	"linli/server/page"
	"linli/server/roster"
)

// picture is what is shown at a revision.
type picture struct {
	revision int64
	shows    string
}

// said is what a subscription answers, whichever it is.
type said struct {
	Revision                                                     int64
	Confirmed, Offered, Waitlisted, ConfirmedToday, WaitingToday int
	Fresh                                                        bool
	SignUps                                                      []struct {
		ID            string
		Status        signup.Status
		QueuePosition *int
		Shift         struct{ ID string }
	}
}

// numbers are the counts; those that were not asked for are zero.
func (m *said) numbers() string {
	return fmt.Sprint(m.Confirmed, m.Offered, m.Waitlisted, m.ConfirmedToday, m.WaitingToday)
}

func (s *storm) counted(eventID string) picture {
	c, err := s.site.Resolver.Rosters.Counts(s.As(s.lead), eventID)
	s.Must(err)
	return picture{c.Revision, (&said{Confirmed: c.Confirmed, Offered: c.Offered, Waitlisted: c.Waitlisted}).numbers()}
}

// summed counts the events of a unit anew, at the unit's revision.
func (s *storm) summed(unitID string) picture {
	c, err := s.site.Resolver.Org.Counts(s.As(s.lead), unitID)
	s.Must(err)
	sum := said{}
	for _, e := range s.events {
		of, err := s.site.Resolver.Rosters.Counts(s.As(s.lead), e.ID)
		s.Must(err)
		sum.ConfirmedToday, sum.WaitingToday = sum.ConfirmedToday+of.Confirmed, sum.WaitingToday+of.Waitlisted
	}
	return picture{c.Revision, sum.numbers()}
}

// listed is a roster as a screen shows it.
func (s *storm) listed(eventID string) picture {
	screen := map[string]string{}
	rows, err := s.site.Resolver.Rosters.List(s.As(s.lead), eventID, roster.Filter{}, page.Args{First: 100})
	s.Must(err)
	for _, row := range rows.Nodes() {
		screen[row.ID] = inRoster(row.ID, row.ShiftID, row.Status, row.QueuePosition)
	}
	return picture{s.counted(eventID).revision, together(screen)}
}

func inRoster(id, shiftID string, status signup.Status, at *int) string {
	position := 0
	if at != nil {
		position = *at
	}
	return fmt.Sprintf("%s %s %s %d", id, shiftID, status, position)
}

func together(screen map[string]string) string {
	return strings.Join(slices.Sorted(maps.Values(screen)), "\n")
}
