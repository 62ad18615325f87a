// Package uid makes the ids of rows: a two-letter prefix that names the kind, an underscore and a UUIDv7 in
// lower-case base32, 29 characters in all. Ids made later sort later, and a log line explains itself.
package uid

import (
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// Length is the number of characters of every id made here.
const Length = 29

var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New returns a fresh id with the given two-letter prefix, for instance "ev_01j9…".
func New(prefix string) string {
	id := uuid.Must(uuid.NewV7())
	return From(prefix, id)
}

// From writes a known UUID as an id with the given prefix.
func From(prefix string, id uuid.UUID) string {
	return prefix + "_" + encoding.EncodeToString(id[:])
}

// Parse splits an id into its prefix and UUID; it fails on anything that New could not have made.
func Parse(id string) (string, uuid.UUID, error) {
	prefix, rest, ok := strings.Cut(id, "_")
	if !ok || len(prefix) != 2 || len(id) != Length {
		return "", uuid.Nil, fmt.Errorf("uid: not an id")
	}
	raw, err := encoding.DecodeString(rest)
	if err != nil || len(raw) != 16 {
		return "", uuid.Nil, fmt.Errorf("uid: not an id")
	}
	return prefix, uuid.UUID(raw), nil
}
