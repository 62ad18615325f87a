package text

import (
	"strings"

	"linli/server/fault"
)

// Phone reads a phone number as people type it and returns it as E.164: "138 0000 0001" and "+86 138-0000-0001" become
// "+8613800000001"; other countries need their +code. Anything else is BAD_USER_INPUT at the field.
func Phone(field, typed string) (string, error) {
	bad := fault.Field(field, "Not a phone number.").Because("PHONE")
	if len(typed) > 40 {
		return "", bad
	}
	var digits strings.Builder
	plus := false
	for i, c := range strings.TrimSpace(typed) {
		switch {
		case c >= '0' && c <= '9':
			digits.WriteRune(c)
		case c == '+' && i == 0:
			plus = true
		case c == ' ' || c == '-' || c == '(' || c == ')':
		default:
			return "", bad
		}
	}
	number := digits.String()
	if !plus {
		if len(number) != 11 {
			return "", bad
		}
		number = "86" + number
	}
	if strings.HasPrefix(number, "86") && (len(number) != 13 || number[2] != '1') {
		return "", bad
	}
	if len(number) < 8 || len(number) > 15 || number[0] == '0' {
		return "", bad
	}
	return "+" + number, nil
}

// Tail is the last four digits of a number.
func Tail(number string) string {
	if len(number) < 4 {
		return ""
	}
	return number[len(number)-4:]
}

// Mask shows a Chinese mobile number as 138****0001, another as its last four digits.
func Mask(number string) string {
	if national, ok := strings.CutPrefix(number, "+86"); ok && len(national) == 11 {
		return national[:3] + "****" + national[7:]
	}
	return "****" + Tail(number)
}
