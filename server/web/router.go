package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// router is every route on one page.
func (s *Site) router() http.Handler {
	r := chi.NewRouter()
	r.Use(s.logged, recovered, s.headers, middleware.GetHead)

	r.Get("/healthz", alive)
	r.Get("/readyz", s.ready)
	r.HandleFunc("/graphql", s.graphql)
	r.With(s.known).Get("/exports/roster/{eventID}.csv", s.rosterCSV)
	r.With(s.known).Get("/exports/calendar/{signUpID}.ics", s.signUpCalendar)
	r.With(s.counted).Get("/files/calendar/{token}.ics", s.calendar)
	if s.Development {
		r.Get("/explorer", explorer("explorer.html"))
		r.Get("/explorer.js", explorer("explorer.js"))
		r.Get("/explorer.css", explorer("explorer.css"))
	}
	r.Get("/*", s.front)

	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "Use GET.\n")
	})
	return r
}
