package web

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// Whoever writes ever new documents does not fill the memory with them.
func TestDocumentsRemembered(t *testing.T) {
	d := newDocuments()
	large := func(n int) string { return strings.Repeat("x", n) + strings.Repeat(" ", mostQuery-n) }
	d.Add(t.Context(), "{a}", &ast.QueryDocument{})
	for n := range 100 {
		d.Add(t.Context(), large(n), &ast.QueryDocument{})
		d.Add(t.Context(), large(n), &ast.QueryDocument{}) // two requests at once
		if _, ok := d.Get(t.Context(), "{a}"); !ok {
			t.Fatal("one that is asked for again and again is forgotten")
		}
	}
	held := 0
	for _, query := range d.used.Keys() {
		held += len(query)
	}
	if held != d.bytes || held > mostRemembered || held < mostRemembered-mostQuery {
		t.Errorf("holds %d bytes and counts %d, of at most %d", held, d.bytes, mostRemembered)
	}
}
