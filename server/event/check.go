package event

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"linli/server/fault"
	"linli/server/text"
)

const (
	// most shifts of one event, and most places of one shift.
	mostShifts = 50
	mostPlaces = 100_000
	// farthest is how far from now an event may start.
	farthest = 2 * 365 * 24 * time.Hour
)

// slot is a shift as it shall be.
type slot struct {
	id           string // empty: a new one
	name         string
	starts, ends time.Time
	capacity     *int
	kept         *KeptInput // nil: none
}

// checkSpan refuses an event's times with BAD_USER_INPUT at fields that begin with the prefix.
func checkSpan(prefix string, starts, ends, now time.Time) error {
	switch {
	case starts.Before(now.Add(-farthest)) || starts.After(now.Add(farthest)):
		return fault.Field(prefix+"startsAt", "An event starts within two years.").Because("TOO_FAR")
	case !ends.After(starts):
		return fault.Field(prefix+"endsAt", "The end comes after the start.").Because("END_BEFORE_START")
	case ends.Sub(starts) > longest:
		return fault.Field(prefix+"endsAt", "An event lasts at most 14 days.").Because("TOO_LONG")
	}
	return nil
}

// checkSlot refuses what the n-th shift of an input says of itself, and returns it with its name trimmed.
func checkSlot(n int, s slot) (slot, error) {
	at := func(field string) string { return fmt.Sprintf("input.shifts.%d.%s", n, field) }
	name, err := text.Line(at("name"), s.name, text.Name)
	switch {
	case err != nil:
		return s, err
	case !s.ends.After(s.starts):
		return s, fault.Field(at("endsAt"), "The end comes after the start.").Because("END_BEFORE_START")
	case s.capacity != nil && (*s.capacity < 0 || *s.capacity > mostPlaces):
		return s, fault.Field(at("capacity"), "From 0 to %d places.", mostPlaces).Because("RANGE")
	}
	s.name = name
	return s, checkKept(n, s)
}

// checkInside refuses the n-th shift of an input when it lies outside the event.
func checkInside(n int, s slot, starts, ends time.Time) error {
	outside := func(field string) error {
		return fault.Field(fmt.Sprintf("input.shifts.%d.%s", n, field), "A shift lies within its event.").Because("OUTSIDE_EVENT")
	}
	switch {
	case s.starts.Before(starts):
		return outside("startsAt")
	case s.ends.After(ends):
		return outside("endsAt")
	}
	return nil
}

// wrongNumber refuses an event without shifts and one with too many.
func wrongNumber() error {
	return fault.Field("input.shifts", "An event has 1 to %d shifts.", mostShifts).Because("RANGE")
}

// contactName is what the organiser publishes; nil for nothing.
func contactName(typed *string) (*string, error) {
	if typed == nil {
		return nil, nil
	}
	name, err := text.Optional("input.contactName", *typed, text.Name)
	return some(name), err
}

// contactPhone takes any number that can be dialled, landlines and extensions included; nil for nothing.
func contactPhone(typed *string) (*string, error) {
	if typed == nil {
		return nil, nil
	}
	number := strings.TrimSpace(*typed)
	bad := fault.Field("input.contactPhone", "Not a phone number.").Because("PHONE")
	digits := 0
	for _, c := range number {
		if c >= '0' && c <= '9' {
			digits++
		} else if !strings.ContainsRune("+-() ", c) {
			return nil, bad
		}
	}
	if number != "" && (digits < 3 || utf8.RuneCountInString(number) > 30) {
		return nil, bad
	}
	return some(number), nil
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
