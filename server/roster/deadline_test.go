package roster

import (
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/schema"
)

// rules are the usual ones, changed.
func rules(change func(*schema.OfferRules)) *schema.OfferRules {
	r := (*schema.OfferRules)(nil).OrUsual()
	change(&r)
	return &r
}

const wall = "2006-01-02 15:04"

// TestDeadline says until when a place is held, on the clocks of the community's zone.
func TestDeadline(t *testing.T) {
	usual := rules(func(*schema.OfferRules) {})
	noNight := rules(func(r *schema.OfferRules) { r.NightFrom, r.NightUntil = 0, 0 })
	siesta := rules(func(r *schema.OfferRules) { r.NightFrom, r.NightUntil = 12*60, 14*60 })
	long := rules(func(r *schema.OfferRules) { r.DaysAhead = 48 * 60 })
	never := rules(func(r *schema.OfferRules) { r.AtOnce = 0 })
	for _, c := range []struct {
		name, zone, now, starts string
		rules                   *schema.OfferRules
		want                    string // empty: at once
	}{
		{"days ahead", "Asia/Shanghai", "2026-11-20 08:00", "2026-11-25 10:00", usual, "2026-11-20 20:00"},
		{"days ahead, until dusk to the minute", "Asia/Shanghai", "2026-11-20 10:00", "2026-11-25 10:00", usual, "2026-11-20 22:00"},
		{"days ahead, over the night", "Asia/Shanghai", "2026-11-20 12:00", "2026-11-25 10:00", usual, "2026-11-21 09:00"},
		{"made in the night", "Asia/Shanghai", "2026-11-20 23:30", "2026-11-25 10:00", usual, "2026-11-21 19:00"},
		{"made after midnight", "Asia/Shanghai", "2026-11-20 03:00", "2026-11-25 10:00", usual, "2026-11-20 19:00"},
		{"made at dawn", "Asia/Shanghai", "2026-11-20 07:00", "2026-11-25 10:00", usual, "2026-11-20 19:00"},
		{"made at dusk", "Asia/Shanghai", "2026-11-20 22:00", "2026-11-25 10:00", usual, "2026-11-21 19:00"},
		{"over two nights", "Asia/Shanghai", "2026-11-20 20:00", "2026-11-28 10:00", rules(func(r *schema.OfferRules) { r.DaysAhead = 20 * 60 }), "2026-11-22 10:00"},
		{"over several nights", "Asia/Shanghai", "2026-11-20 12:00", "2026-12-20 10:00", long, "2026-11-23 15:00"},

		{"the day before counts by the calendar", "Asia/Shanghai", "2026-11-20 08:00", "2026-11-21 23:00", usual, "2026-11-20 10:00"},
		{"two days before, 25 hours away", "Asia/Shanghai", "2026-11-20 21:30", "2026-11-22 00:30", rules(func(r *schema.OfferRules) { r.NightFrom, r.NightUntil = 0, 0 }), "2026-11-21 09:30"},
		{"the day before, in the evening", "Asia/Shanghai", "2026-11-20 21:00", "2026-11-21 10:00", usual, "2026-11-21 08:00"},
		{"the day before, the rested time is too late", "Asia/Shanghai", "2026-11-20 21:30", "2026-11-21 09:00", usual, "2026-11-20 23:30"},
		{"the day before, the window is too long as well", "Asia/Shanghai", "2026-11-20 23:00", "2026-11-21 01:00", usual, "2026-11-20 23:20"},

		{"on the day", "Asia/Shanghai", "2026-11-21 08:00", "2026-11-21 14:00", usual, "2026-11-21 08:20"},
		{"on the day, in the night before it", "Asia/Shanghai", "2026-11-21 05:00", "2026-11-21 14:00", usual, "2026-11-21 07:20"},
		{"on the day, the start is in the night", "Asia/Shanghai", "2026-11-21 03:00", "2026-11-21 06:30", usual, "2026-11-21 03:20"},
		{"just outside the last hour", "Asia/Shanghai", "2026-11-21 12:59", "2026-11-21 14:00", usual, "2026-11-21 13:19"},
		{"in the last hour", "Asia/Shanghai", "2026-11-21 13:00", "2026-11-21 14:00", usual, ""},
		{"after the start", "Asia/Shanghai", "2026-11-21 14:30", "2026-11-21 14:00", usual, ""},
		{"nobody is ever in at once: no later than the start", "Asia/Shanghai", "2026-11-21 13:50", "2026-11-21 14:00", never, "2026-11-21 14:00"},
		{"days ahead, longer than there is", "Asia/Shanghai", "2026-11-20 08:00", "2026-11-22 07:30", long, "2026-11-20 08:20"},

		{"no night", "Asia/Shanghai", "2026-11-20 12:00", "2026-11-25 10:00", noNight, "2026-11-21 00:00"},
		{"a night within a day", "Asia/Shanghai", "2026-11-20 08:00", "2026-11-25 10:00", siesta, "2026-11-20 22:00"},
		{"a night within a day, made in it", "Asia/Shanghai", "2026-11-20 13:00", "2026-11-25 10:00", siesta, "2026-11-21 02:00"},

		{"the day is that of the community", "America/New_York", "2026-11-19 23:00", "2026-11-21 00:30", noNight, "2026-11-20 11:00"},
		{"the night in which clocks go forward", "America/New_York", "2026-03-07 12:00", "2026-03-12 10:00", usual, "2026-03-08 09:00"},
		{"the night in which clocks go back", "America/New_York", "2026-10-31 12:00", "2026-11-06 10:00", usual, "2026-11-01 09:00"},
		{"a short day is a day before", "America/New_York", "2026-03-08 08:00", "2026-03-09 12:00", usual, "2026-03-08 10:00"},
		{"a long day is a day before", "America/New_York", "2026-11-01 08:00", "2026-11-02 23:30", usual, "2026-11-01 10:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			read := func(s string) time.Time {
				on, err := time.ParseInLocation(wall, s, at)
				if err != nil {
					t.Fatal(err)
				}
				return on.UTC()
			}
			got := deadline(read(c.now), read(c.starts), &db.Community{TimeZone: c.zone, OfferRules: c.rules})
			switch {
			case (got == nil) != (c.want == ""):
				t.Errorf("got %v, want %s", got, c.want)
			case got != nil && !got.Equal(read(c.want)):
				t.Errorf("got %s, want %s", got.In(at).Format(wall), c.want)
			}
		})
	}
}

// TestAwakeBesideAWalk compares with somebody who walks through the minutes and counts those of the day, for nights of all
// lengths, in a zone with and one without summer time; those that begin or end in the hour that clocks change are left to the zone.
func TestAwakeBesideAWalk(t *testing.T) {
	for _, name := range []string{"Asia/Shanghai", "America/New_York"} {
		at, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for from := 0; from < 24*60; from += 95 {
			for until := 0; until < 24*60; until += 135 {
				if from/60 == 1 || from/60 == 2 || until/60 == 1 || until/60 == 2 {
					continue
				}
				r := schema.OfferRules{NightFrom: from, NightUntil: until}
				for _, now := range []time.Time{time.Date(2026, 3, 7, 5+from%19, until%60, 0, 0, at), time.Date(2026, 10, 31, 23, 0, 0, 0, at)} {
					window := time.Duration(1+(from*7+until*3)%900) * time.Minute
					if got, want := awake(now, window, r), walk(now, window, r); !got.Equal(want) {
						t.Fatalf("%v from %v, night %d to %d: %v, want %v", window, now, from, until, got, want)
					}
				}
			}
		}
	}
}

func walk(now time.Time, window time.Duration, r schema.OfferRules) time.Time {
	for window > 0 {
		minute := now.Hour()*60 + now.Minute()
		night := minute >= r.NightFrom && minute < r.NightUntil
		if r.NightUntil < r.NightFrom {
			night = minute >= r.NightFrom || minute < r.NightUntil
		}
		if !night {
			window -= time.Minute
		}
		now = now.Add(time.Minute)
	}
	return now
}

func TestZoneThatIsNotKnown(t *testing.T) {
	if Zone("Nowhere/None") != time.UTC {
		t.Error("not UTC")
	}
}
