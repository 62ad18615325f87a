package web

import "net/http"

// rosterCSV sends the roster of an event as a table.
func (s *Site) rosterCSV(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusNotFound, "Not found.\n")
}
