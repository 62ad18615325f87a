package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"linli/server/calendar"
)

// calendar sends what a person's calendar reads at her secret address.
func (s *Site) calendar(w http.ResponseWriter, r *http.Request) {
	raw, err := s.Resolver.Calendars.Feed(r.Context(), chi.URLParam(r, "token"), language(r))
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		s.refuseExport(w, r, err)
		return
	}
	sum := sha256.Sum256(raw)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, max-age=300")
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	asCalendar(w, raw)
}

// signUpCalendar sends one sign-up of the viewer or of somebody she acts for, to be put into a calendar.
func (s *Site) signUpCalendar(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	raw, err := s.Resolver.Calendars.SignUp(r.Context(), chi.URLParam(r, "signUpID"), language(r))
	if err != nil {
		s.refuseExport(w, r, err)
		return
	}
	w.Header().Set("Content-Disposition", `attachment; filename="linli.ics"`)
	asCalendar(w, raw)
}

func asCalendar(w http.ResponseWriter, raw []byte) {
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = w.Write(raw) // its error is that whoever asked has gone
}

// language is what a plain route's texts are in.
func language(r *http.Request) calendar.Language {
	if r.URL.Query().Get("lang") == "en" {
		return calendar.English
	}
	return calendar.Chinese
}
