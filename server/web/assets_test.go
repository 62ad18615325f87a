package web

import (
	"compress/gzip"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"linli/pwa"
)

func TestFrontEnd(t *testing.T) {
	b := boot(t)
	for path, want := range map[string]struct {
		status      int
		kind, cache string
	}{
		"/":                        {200, "text/html", "no-cache"},
		"/events/ev_1":             {200, "text/html", "no-cache"},
		"/index.html":              {200, "text/html", "no-cache"},
		"/sw.js":                   {200, "text/javascript", "no-cache"},
		"/manifest.webmanifest":    {200, "application/manifest+json", "no-cache"},
		"/assets/app-Ab12.js":      {200, "text/javascript", "public, max-age=31536000, immutable"},
		"/assets/gone.js":          {404, "text/plain", "no-store"},
		"/robots.php":              {404, "text/plain", "no-store"},
		"/../../etc/passwd":        {200, "text/html", "no-cache"},
		"/explorer":                {200, "text/html", "no-cache"},
		"/%2e%2e/%2e%2e/config.go": {404, "text/plain", "no-store"},
	} {
		r := b.send("GET", path, "")
		if r.status != want.status || !strings.HasPrefix(r.header.Get("Content-Type"), want.kind) || r.header.Get("Cache-Control") != want.cache {
			t.Errorf("%s: %d %q %q", path, r.status, r.header.Get("Content-Type"), r.header.Get("Cache-Control"))
		}
		if path == "/explorer" && !strings.Contains(r.body, "邻里") {
			t.Error("production serves the explorer")
		}
	}
}

func TestCompressionAndETag(t *testing.T) {
	b := boot(t)
	plain := b.send("GET", "/assets/app-Ab12.js", "")
	zipped := b.send("GET", "/assets/app-Ab12.js", "", "Accept-Encoding", "br, gzip")
	if plain.header.Get("Content-Encoding") != "" || zipped.header.Get("Content-Encoding") != "gzip" || len(zipped.body) > len(plain.body)/2 {
		t.Fatal("not compressed, or compressed unasked")
	}
	z, err := gzip.NewReader(strings.NewReader(zipped.body))
	b.Must(err)
	raw, err := io.ReadAll(z)
	b.Must(err)
	if string(raw) != plain.body || plain.header.Get("ETag") == zipped.header.Get("ETag") {
		t.Fatal("other content, or the same tag for both")
	}
	again := b.send("GET", "/assets/app-Ab12.js", "", "If-None-Match", plain.header.Get("ETag"))
	if again.status != 304 || again.body != "" {
		t.Fatalf("answered %d", again.status)
	}
	if r := b.send("GET", "/assets/app-Ab12.js", "", "Accept-Encoding", "gzip;q=0"); r.header.Get("Content-Encoding") != "" {
		t.Fatal("compressed for who refuses it")
	}
}

func TestExplorerInDevelopment(t *testing.T) {
	b := boot(t, func(c *Config) { c.Development = true })
	for _, path := range []string{"/explorer", "/explorer.js", "/explorer.css"} {
		if r := b.send("GET", path, ""); r.status != 200 || strings.Contains(r.body, "邻里") || strings.Contains(r.body, "https://") {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// The policy allows nothing inline, so a page with a script or style inside it would not work.
func TestNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<style|<script(?:[^>]*src=)?[^>]*>[^<]|\sstyle=|\son[a-z]+=`)
	pages := map[string]string{}
	page, err := explorerFiles.ReadFile("explorer/explorer.html")
	if err != nil {
		t.Fatal(err)
	}
	pages["explorer"] = string(page)
	if page, err := fs.ReadFile(pwa.Files(), "index.html"); err == nil { // there when the front end is built
		pages["index"] = string(page)
	}
	for name, page := range pages {
		if found := inline.FindString(page); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	}
}
