package web

import (
	"embed"
	"net/http"
)

//go:embed explorer
var explorerFiles embed.FS

// explorer serves one of the three files of the page on which developers try the API.
func explorer(name string) http.HandlerFunc {
	raw, err := explorerFiles.ReadFile("explorer/" + name)
	if err != nil {
		panic(err) // the names stand in the router
	}
	return newAsset(name, raw).serve
}
