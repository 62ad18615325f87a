package roster

import (
	"sync"
	"time"

	"linli/ent/db"
	"linli/ent/schema"
)

// deadline is until when a place that falls free now is held for whoever is next; nil so near the start that nobody is
// asked any more. How long depends on the day of the start where the community is, and the clock rests at night, unless the
// place would then still be held when nobody is asked any more: then it does not rest, and if that is too long as well it
// is as long as on the day itself.
func deadline(now, starts time.Time, c *db.Community) *time.Time {
	rules, at := c.OfferRules.OrUsual(), Zone(c.TimeZone)
	last := starts.Add(-minutes(rules.AtOnce))
	if !now.Before(last) {
		return nil
	}
	window := minutes(rules.DaysAhead)
	switch clock(starts.In(at), 0, 0).Sub(clock(now.In(at), 0, 0)).Round(24*time.Hour) / (24 * time.Hour) {
	case 0:
		window = minutes(rules.SameDay)
	case 1:
		window = minutes(rules.DayBefore)
	}
	until := awake(now.In(at), window, rules)
	if until.After(last) {
		until = now.Add(window)
	}
	if until.After(last) {
		until = now.Add(minutes(rules.SameDay))
	}
	if until.After(starts) {
		until = starts
	}
	until = until.UTC()
	return &until
}

// awake is when so much time has passed without the nights.
func awake(t time.Time, window time.Duration, rules schema.OfferRules) time.Time {
	for day := -1; rules.NightFrom != rules.NightUntil; day++ {
		dusk, dawn := clock(t, day, rules.NightFrom), clock(t, day, rules.NightUntil)
		if rules.NightUntil < rules.NightFrom {
			dawn = clock(t, day+1, rules.NightUntil)
		}
		if !dawn.After(t) {
			continue
		}
		if until := t.Add(window); !until.After(dusk) {
			return until
		}
		window -= max(0, dusk.Sub(t))
		t, day = dawn, -1
	}
	return t.Add(window)
}

// clock is a minute of a day, counted from that of t, where t is.
func clock(t time.Time, days, minute int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, minute, 0, 0, t.Location())
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

var zones sync.Map // *time.Location by name: reading one takes longer than a decision

// Zone is the place of a name; UTC for one that is not known any more.
func Zone(name string) *time.Location {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location) // nothing else is in it
	}
	at, err := time.LoadLocation(name)
	if err != nil {
		at = time.UTC
	}
	zones.Store(name, at)
	return at
}
