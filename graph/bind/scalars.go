// Package bind is what the generated code binds GraphQL's types to: scalars, connections, the Node interface. It is
// apart from graph because the generated code imports it and graph imports the generated code.
package bind

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"linli/server/page"
)

// Node is anything with an id; the generated code switches over the types that implement it.
type Node any

const instant = "2006-01-02T15:04:05.000Z07:00"

// MarshalTime writes an instant with milliseconds in UTC.
func MarshalTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(t.UTC().Format(instant))) })
}

// UnmarshalTime reads RFC 3339 with an offset; years outside 2000–2200 are refused.
func UnmarshalTime(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok || len(s) > 40 {
		return time.Time{}, fmt.Errorf("an instant as RFC 3339 text is expected")
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return time.Time{}, fmt.Errorf("an instant as RFC 3339 text is expected")
	}
	return t.UTC().Truncate(time.Millisecond), nil
}

// MarshalCursor writes a position.
func MarshalCursor(c page.Cursor) graphql.Marshaler { return graphql.MarshalString(string(c)) }

// UnmarshalCursor reads a position; what it stands for is checked by the list that it is given to.
func UnmarshalCursor(v any) (page.Cursor, error) {
	s, err := UnmarshalString(v)
	return page.Cursor(s), err
}

// MarshalString writes text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads text that any database can store: valid UTF-8 without NUL.
func UnmarshalString(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("text is expected")
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", fmt.Errorf("text has a character that cannot be stored")
	}
	return s, nil
}

// MarshalID writes an id.
func MarshalID(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalID reads an id of at most 64 ASCII characters.
func UnmarshalID(v any) (string, error) {
	s, ok := v.(string)
	if !ok || len(s) == 0 || len(s) > 64 {
		return "", fmt.Errorf("an id is expected")
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return "", fmt.Errorf("an id is expected")
		}
	}
	return s, nil
}

// MarshalInt writes a whole number.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads a whole number of 32 bits; a text that looks like one is none.
func UnmarshalInt(v any) (int, error) {
	if _, text := v.(string); text {
		return 0, fmt.Errorf("a whole number is expected")
	}
	n, err := graphql.UnmarshalInt32(v)
	if err != nil {
		return 0, fmt.Errorf("a whole number of 32 bits is expected")
	}
	return int(n), nil
}

// MarshalRevision writes a 64-bit revision as the API's 32-bit Int.
func MarshalRevision(n int64) graphql.Marshaler { return graphql.MarshalInt64(n & 0x7fffffff) }

// UnmarshalRevision is never used for input; it exists because the generator wants both ways.
func UnmarshalRevision(v any) (int64, error) {
	n, err := graphql.UnmarshalInt32(v)
	return int64(n), err
}
