package calendar

import (
	"bytes"
	"context"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"linli/ent/db/event"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/server/viewer"
)

// often is how often a calendar may ask, as RFC 7986 writes it.
const often = "PT1H"

// reminders stand before whoever has a place: the day before, and in time to go.
var reminders = []string{"-P1D", "-PT2H"}

// write is what RFC 5545 says of the sign-ups. Times are UTC, which every calendar shows in the zone of its phone.
func (c *Calendars) write(ctx context.Context, v *viewer.Viewer, in Language, which predicate.SignUp) ([]byte, error) {
	entries, err := c.entries(ctx, v, which)
	if err != nil {
		return nil, err
	}
	community, err := c.store.Client().Community.Get(ctx, v.CommunityID)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(community.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	cal := ics.NewCalendar()
	cal.SetProductId("-//Linli//Linli//" + in.tag)
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(in.title)
	cal.SetRefreshInterval(often)
	cal.SetXPublishedTTL(often)
	for _, e := range entries {
		c.add(cal, e, in, says{mine: e.PersonID == v.PersonID, zone: zone})
	}
	var raw bytes.Buffer
	err = cal.SerializeTo(&raw, ics.WithNewLineWindows) // RFC 5545, 3.1
	return raw.Bytes(), err
}

// says is what the words of an entry depend on besides.
type says struct {
	mine bool
	zone *time.Location
}

func (c *Calendars) add(cal *ics.Calendar, e *entry, in Language, s says) {
	status, shown := e.standing()
	link := c.url + "/mine/tickets/" + e.ID
	item := cal.AddEvent(e.ID + "@linli")
	item.SetSequence(e.sequence())
	item.SetDtStampTime(e.changedAt)
	item.SetLastModifiedAt(e.changedAt)
	item.SetCreatedTime(e.CreatedAt)
	item.SetStartAt(e.Edges.Shift.StartsAt)
	item.SetEndAt(e.Edges.Shift.EndsAt)
	item.SetSummary(in.summary(e, shown, s.mine))
	item.SetDescription(strings.Join(append(in.details(e, shown, s.zone), link), "\n"))
	item.SetLocation(e.Edges.Event.Place)
	item.SetURL(link)
	item.SetStatus(status)
	if status != ics.ObjectStatusConfirmed {
		item.SetTimeTransparency(ics.TransparencyTransparent) // the person is not busy
		return
	}
	for _, before := range reminders {
		alarm := item.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger(before)
		alarm.SetDescription(in.summary(e, shown, s.mine))
	}
}

// cancelled is what the words call a sign-up whose event does not take place.
const cancelled = "CANCELLED"

// standing is a sign-up's state as a calendar knows it, and as the words know it.
func (e *entry) standing() (ics.ObjectStatus, string) {
	switch {
	case e.Edges.Event.Status == event.StatusCANCELLED:
		return ics.ObjectStatusCancelled, cancelled
	case e.Status == signup.StatusCONFIRMED:
		return ics.ObjectStatusConfirmed, string(e.Status)
	case e.Status == signup.StatusOFFERED, e.Status == signup.StatusWAITLISTED:
		return ics.ObjectStatusTentative, string(e.Status)
	}
	return ics.ObjectStatusCancelled, string(e.Status)
}
