package calendar

import (
	"fmt"
	"time"

	"linli/ent/db/signup"
)

// Language is one in which the texts can be had.
type Language struct {
	tag, title, until, why string
	states                 map[string]string
	colon, open, close     string
}

// Chinese is what is spoken unless somebody asks for another.
var Chinese = Language{
	tag: "ZH-CN", title: "邻里 · 我的报名", until: "请在 %s 前确认", why: "原因：", colon: "：", open: "【", close: "】",
	states: map[string]string{"CONFIRMED": "已报名", "OFFERED": "有名额，待确认", "WAITLISTED": "候补中", "WITHDRAWN": "已退出",
		"EXPIRED": "名额已过期", "REMOVED": "已移出", cancelled: "活动已取消"},
}

// English is for whoever asks for it.
var English = Language{
	tag: "EN", title: "Linli: my sign-ups", until: "Answer by %s", why: "Reason: ", colon: ": ", open: "[", close: "] ",
	states: map[string]string{"CONFIRMED": "Signed up", "OFFERED": "A place is offered", "WAITLISTED": "On the waiting list", "WITHDRAWN": "Withdrawn",
		"EXPIRED": "The offer ran out", "REMOVED": "Removed", cancelled: "The event is cancelled"},
}

// summary is an entry's title: what is not certain first, then whom it is about, where that is another.
func (l Language) summary(e *entry, shown string, mine bool) string {
	text := e.Edges.Event.Title + " · " + e.Edges.Shift.Name
	if !mine {
		text = e.Edges.Person.Name + l.colon + text
	}
	if shown != string(signup.StatusCONFIRMED) {
		text = l.open + l.states[shown] + l.close + text
	}
	return text
}

// details are the lines under it.
func (l Language) details(e *entry, shown string, zone *time.Location) []string {
	lines := []string{e.Edges.Person.Name + l.colon + l.states[shown]}
	if shown == string(signup.StatusOFFERED) && e.OfferExpiresAt != nil {
		lines = append(lines, fmt.Sprintf(l.until, e.OfferExpiresAt.In(zone).Format("2006-01-02 15:04")))
	}
	if why := e.why(shown); why != "" {
		lines = append(lines, l.why+why)
	}
	return lines
}

// why is the reason that was given, if any.
func (e *entry) why(shown string) string {
	if shown == cancelled {
		return e.Edges.Event.CancelReason
	}
	return e.Reason
}
