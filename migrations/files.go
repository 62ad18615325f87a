// Package migrations holds the reviewed SQL that makes and changes the tables, for each of the two databases. A file is
// never edited once it has landed; `go run ./migrations/next NAME` writes the next one from the difference to ent/schema.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// For returns the migrations of "sqlite" or "postgres".
func For(folder string) fs.FS {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the folders are embedded
	}
	return sub
}
