package roster

import (
	"errors"
	"testing"
	"time"

	"linli/ent/db"
	"linli/server/fault"
)

// refusal is what an error says: its code, its reason and one fact.
func refusal(err error, key string) (fault.Code, string, any) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return "", "", nil
	}
	return f.Code, f.Reason, f.Details[key]
}

func at[T any](v T) *T { return &v }

func TestMayJoin(t *testing.T) {
	now := time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)
	newYear := time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC) // in China 7:00 on the first of January 2027
	before, after := now.Add(-time.Minute), now.Add(time.Minute)
	for name, c := range map[string]struct {
		event  db.Event
		person db.Person
		led    bool
		code   fault.Code
		reason string
		key    string
		value  any
	}{
		"no rules":                  {},
		"opens now":                 {event: db.Event{OpensAt: &now}},
		"opens later":               {event: db.Event{OpensAt: &after}, code: fault.Closed, reason: "NOT_OPEN_YET", key: "changesAt", value: "2026-11-21T04:01:00.000Z"},
		"opens later, led":          {event: db.Event{OpensAt: &after}, led: true},
		"closes later":              {event: db.Event{ClosesAt: &after}},
		"closes now":                {event: db.Event{ClosesAt: &now}, code: fault.Closed, reason: "SIGN_UP_CLOSED", key: "until", value: "2026-11-21T04:00:00.000Z"},
		"closed":                    {event: db.Event{OpensAt: &before, ClosesAt: &before}, code: fault.Closed, reason: "SIGN_UP_CLOSED"},
		"closed, led":               {event: db.Event{ClosesAt: &before}, led: true},
		"closed and too young, led": {event: db.Event{ClosesAt: &before, MinAge: at(60)}, person: db.Person{BirthYear: at(2000)}, led: true, code: fault.Conflict, reason: "TOO_YOUNG"},
		"age not known":             {event: db.Event{MinAge: at(18)}, code: fault.Conflict, reason: "AGE_UNKNOWN", key: "minAge", value: 18},
		"age not known, most":       {event: db.Event{MaxAge: at(18)}, code: fault.Conflict, reason: "AGE_UNKNOWN", key: "maxAge", value: 18},
		"too young":                 {event: db.Event{MinAge: at(18), MaxAge: at(60)}, person: db.Person{BirthYear: at(2010)}, code: fault.Conflict, reason: "TOO_YOUNG", key: "minAge", value: 18},
		"just old enough":           {event: db.Event{MinAge: at(18)}, person: db.Person{BirthYear: at(2009)}},
		"just young enough":         {event: db.Event{MaxAge: at(60)}, person: db.Person{BirthYear: at(1967)}},
		"too old":                   {event: db.Event{MaxAge: at(60)}, person: db.Person{ID: "pe_1", BirthYear: at(1966)}, code: fault.Conflict, reason: "TOO_OLD", key: "personId", value: "pe_1"},
		"no skill":                  {event: db.Event{Skill: "急救"}, code: fault.Conflict, reason: "SKILL_MISSING", key: "skill", value: "急救"},
		"another skill":             {event: db.Event{Skill: "Piano"}, person: db.Person{Skills: []string{"Pian"}}, code: fault.Conflict, reason: "SKILL_MISSING"},
		"the skill, other case":     {event: db.Event{Skill: "Piano"}, person: db.Person{Skills: []string{"急救", "PIANO"}}},
	} {
		c.event.StartsAt = newYear
		c.event.Edges.Community = &db.Community{TimeZone: "Asia/Shanghai"}
		code, reason, value := refusal(mayJoin(&c.event, &c.person, now, c.led), c.key)
		if code != c.code || reason != c.reason || c.key != "" && value != c.value {
			t.Errorf("%s: %s %s %v", name, code, reason, value)
		}
	}
}

func TestMayWithdraw(t *testing.T) {
	now := time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		until  *time.Time
		reason string
	}{"no rule": {}, "in time": {until: at(now.Add(1))}, "at the moment": {&now, "WITHDRAW_CLOSED"}, "late": {at(now.Add(-time.Hour)), "WITHDRAW_CLOSED"}} {
		_, reason, value := refusal(mayWithdraw(&db.Event{WithdrawUntil: c.until}, now), "until")
		if reason != c.reason || reason != "" && value != instant(*c.until) {
			t.Errorf("%s: %s %v", name, reason, value)
		}
	}
}

func TestOneShift(t *testing.T) {
	other := &db.SignUp{ID: "su_1", EventID: "ev_1", ShiftID: "sh_1", PersonID: "pe_1"}
	other.Edges.Shift = &db.Shift{ID: "sh_1", Name: "早班"}
	for name, c := range map[string]struct {
		event  db.Event
		other  *db.SignUp
		reason string
	}{
		"many":          {db.Event{ID: "ev_1"}, other, ""},
		"none":          {db.Event{ID: "ev_1", OneShift: true}, nil, ""},
		"another event": {db.Event{ID: "ev_2", OneShift: true}, other, ""},
		"two":           {db.Event{ID: "ev_1", OneShift: true}, other, "ONE_SHIFT"},
	} {
		_, reason, value := refusal(oneShift(&c.event, c.other), "shift")
		if reason != c.reason || reason != "" && value.(map[string]any)["name"] != "早班" {
			t.Errorf("%s: %s %v", name, reason, value)
		}
	}
}
