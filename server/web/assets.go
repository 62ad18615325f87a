package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// asset is one file of the front end, ready to send.
type asset struct {
	raw, zipped []byte
	kind, etag  string
	immutable   bool
}

type assets struct{ byPath map[string]*asset }

// loadAssets reads the front end into memory and compresses it once.
func loadAssets(files fs.FS) (*assets, error) {
	out := &assets{byPath: map[string]*asset{}}
	if files == nil {
		return out, nil
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		out.byPath["/"+name] = newAsset(name, raw)
		return nil
	})
	return out, err
}

func newAsset(name string, raw []byte) *asset {
	sum := sha256.Sum256(raw)
	a := &asset{raw: raw, kind: kindOf(name), etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
	a.immutable = strings.HasPrefix(name, "assets/") // the build puts a hash into these names
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a constant
	_, _ = z.Write(raw)
	_ = z.Close()
	if b.Len() < len(raw)*9/10 {
		a.zipped = b.Bytes()
	}
	return a
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".webmanifest":
		return "application/manifest+json"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// front serves a file of the front end; a path that is no file is a page of the app, which index.html draws.
func (s *Site) front(w http.ResponseWriter, r *http.Request) {
	name := path.Clean("/" + r.URL.Path)
	a := s.assets.byPath[name]
	switch {
	case a == nil && (strings.HasPrefix(name, "/assets/") || strings.HasPrefix(name, "/exports/") || path.Ext(name) != ""):
		plain(w, http.StatusNotFound, "Not found.\n")
		return
	case a == nil:
		a = s.assets.byPath["/index.html"]
	}
	if a == nil {
		plain(w, http.StatusOK, "Linli runs; the front end is not built into this program (make build).\n")
		return
	}
	a.serve(w, r)
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache")
	if a.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, etag := a.raw, a.etag
	if a.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body, etag = a.zipped, strings.TrimSuffix(a.etag, `"`)+`-gz"`
		}
	}
	h.Set("ETag", etag)
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // net/http drops it for HEAD
}

func acceptsGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") && strings.ReplaceAll(q, " ", "") != "q=0" {
			return true
		}
	}
	return false
}
