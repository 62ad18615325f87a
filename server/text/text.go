// Package text checks and prepares what people type: names, phone numbers, words to search for.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"linli/server/fault"
)

// The longest texts, in characters.
const (
	Name        = 50
	Title       = 100
	Place       = 100
	Description = 4_000
	Reason      = 200
	Query       = 50
	Skill       = 40
)

// Line trims and checks a required text of one line and at most this many characters; a failure names the field.
func Line(field, value string, most int) (string, error) {
	value = strings.TrimSpace(norm.NFC.String(value))
	if value == "" {
		return "", fault.Field(field, "This may not be empty.").Because("EMPTY")
	}
	return value, check(field, value, most, false)
}

// Optional is Line for a text that may be empty.
func Optional(field, value string, most int) (string, error) {
	value = strings.TrimSpace(norm.NFC.String(value))
	return value, check(field, value, most, false)
}

// Lines is Optional for a text of several lines.
func Lines(field, value string, most int) (string, error) {
	value = strings.TrimSpace(norm.NFC.String(value))
	return value, check(field, value, most, true)
}

func check(field, value string, most int, lines bool) error {
	if utf8.RuneCountInString(value) > most {
		return fault.Field(field, "At most %d characters.", most).Because("TOO_LONG").With("most", most)
	}
	for _, c := range value {
		if unicode.IsControl(c) && (!lines || c != '\n') || turns(c) {
			return fault.Field(field, "This has a character that does not belong here.").Because("CHARACTER")
		}
	}
	return nil
}

// turns tells whether a character makes what follows run the other way: one in a name would turn the rest of a list round.
func turns(c rune) bool { return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 }
