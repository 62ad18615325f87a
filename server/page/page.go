// Package page is forward paging by key: a cursor holds the sort keys of the row it stands on, so a page stays right
// while rows come and go.
package page

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"linli/server/fault"
)

// Most is the largest page.
const Most = 100

// Cursor is an opaque position in one list.
type Cursor string

// Info says where a page lies.
type Info struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *Cursor
}

// Edge is a row and its position.
type Edge[T any] struct {
	Node   T
	Cursor Cursor
}

// Connection is one page of a list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo *Info
	count    func(context.Context) (int, error)
}

// TotalCount counts the whole list; it is asked of the database only when somebody wants it.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// Nodes returns the rows of the page.
func (c *Connection[T]) Nodes() []T {
	nodes := make([]T, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Args are a list's paging arguments as the client sent them.
type Args struct {
	First int
	After *Cursor
}

// Of reads the arguments of a GraphQL list; a missing first is the list's default, filled in by the
// schema, and null is 50.
func Of(first *int, after *Cursor) Args {
	a := Args{First: 50, After: after}
	if first != nil {
		a.First = *first
	}
	return a
}

// Check refuses a page size outside 1–100 with BAD_USER_INPUT.
func (a Args) Check() error {
	if a.First < 1 || a.First > Most {
		return fault.Field("first", "Ask for 1 to %d at a time.", Most)
	}
	return nil
}

// Keys reads the sort keys of the cursor into the given pointers and tells whether there was one. A cursor that was not
// made by Mark for the same list with as many keys is BAD_USER_INPUT.
func (a Args) Keys(list string, keys ...any) (bool, error) {
	if err := a.Check(); err != nil {
		return false, err
	}
	if a.After == nil {
		return false, nil
	}
	bad := fault.Field("after", "Not a position in this list.")
	raw, err := base64.RawURLEncoding.DecodeString(string(*a.After))
	if err != nil || len(raw) > 1024 {
		return false, bad
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != len(keys)+1 {
		return false, bad
	}
	var name string
	if json.Unmarshal(parts[0], &name) != nil || name != list {
		return false, bad
	}
	for i, key := range keys {
		if json.Unmarshal(parts[i+1], key) != nil {
			return false, bad
		}
		if text, ok := key.(*string); ok && strings.ContainsRune(*text, 0) { // no database takes it
			return false, bad
		}
	}
	return true, nil
}

// Mark makes the cursor of a row from the list's name and the row's sort keys.
func Mark(list string, keys ...any) Cursor {
	raw, err := json.Marshal(append([]any{list}, keys...))
	if err != nil {
		panic(err) // keys are strings, numbers and times
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(raw))
}

// Make builds a page from up to First+1 rows: the one too many only tells that there is a next page.
func Make[T any](a Args, rows []T, mark func(T) Cursor, count func(context.Context) (int, error)) *Connection[T] {
	c := &Connection[T]{PageInfo: &Info{HasPreviousPage: a.After != nil}, count: count}
	if len(rows) > a.First {
		rows, c.PageInfo.HasNextPage = rows[:a.First], true
	}
	c.Edges = make([]*Edge[T], len(rows))
	for i, row := range rows {
		c.Edges[i] = &Edge[T]{Node: row, Cursor: mark(row)}
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c
}
