package jobs

import (
	"fmt"
	"strings"
	"time"

	"linli/ent/db"
	"linli/server/sms"
)

// letter is the messages to one phone about people who signed up together: it rings once.
type letter struct {
	messages []*db.Message
	tries    int
	failed   error
}

func bundle(messages []*db.Message) []*letter {
	var all []*letter
	type key struct{ person, party string }
	at := map[key]*letter{}
	for _, m := range messages {
		k := key{m.PersonID, m.Edges.SignUp.Party}
		l := at[k]
		if l == nil {
			l = &letter{}
			at[k] = l
			all = append(all, l)
		}
		l.messages = append(l.messages, m)
		l.tries = max(l.tries, m.Tries)
	}
	return all
}

func (l *letter) ids() (ids []string) {
	for _, m := range l.messages {
		ids = append(ids, m.ID)
	}
	return ids
}

func (l *letter) signUps() (ids []string) {
	for _, m := range l.messages {
		ids = append(ids, m.SignUpID)
	}
	return ids
}

// mostNames is how many people a text names.
const mostNames = 3

// offer is what the letter says, in the community's own time.
func (l *letter) offer(url string) sms.Offer {
	first := l.messages[0]
	at, err := time.LoadLocation(first.Edges.Community.TimeZone)
	if err != nil {
		at = time.UTC
	}
	s := first.Edges.SignUp
	until := *s.OfferExpiresAt
	for _, m := range l.messages {
		if u := *m.Edges.SignUp.OfferExpiresAt; u.Before(until) {
			until = u
		}
	}
	return sms.Offer{For: l.names(), Title: s.Edges.Event.Title, Starts: when(s.Edges.Shift.StartsAt.In(at)),
		Until: when(until.In(at)), Link: url + "/mine/" + s.ID}
}

// names are those who get the place; empty when it is the phone's owner alone.
func (l *letter) names() string {
	if len(l.messages) == 1 && l.messages[0].Edges.SignUp.PersonID == l.messages[0].PersonID {
		return ""
	}
	var names []string
	for _, m := range l.messages {
		names = append(names, m.Edges.SignUp.Edges.Person.Name)
	}
	if len(names) > mostNames {
		return fmt.Sprintf("%s等%d人", strings.Join(names[:mostNames], "、"), len(names))
	}
	return strings.Join(names, "、")
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// when writes an instant so that it is the same whenever it is read.
func when(t time.Time) string {
	return fmt.Sprintf("%d月%d日(%s)%s", t.Month(), t.Day(), weekdays[t.Weekday()], t.Format("15:04"))
}
