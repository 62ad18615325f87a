package web

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
)

// mostRemembered is how many bytes of documents are remembered in parsed form, which takes up to 200 times as much memory.
// All of the app's are some 20 KB; strangers may write as many of their own as they like.
const mostRemembered = 256 << 10

// documents remembers valid documents; those not asked for longest give way. It is gqlgen's query cache.
type documents struct {
	mu    sync.Mutex
	used  *simplelru.LRU[string, *ast.QueryDocument]
	bytes int
}

func newDocuments() *documents {
	d := &documents{}
	d.used, _ = simplelru.NewLRU(mostRemembered, func(query string, _ *ast.QueryDocument) { d.bytes -= len(query) }) // fails only for a size below 1
	return d
}

// Get answers the document of a query, if it is remembered.
func (d *documents) Get(_ context.Context, query string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.used.Get(query)
}

// Add remembers a valid document.
func (d *documents) Add(_ context.Context, query string, document *ast.QueryDocument) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.used.Contains(query) {
		d.bytes += len(query)
	}
	d.used.Add(query, document)
	for d.bytes > mostRemembered {
		d.used.RemoveOldest()
	}
}
