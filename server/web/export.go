package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-chi/chi/v5"

	"linli/server/fault"
)

// exported is one page of what the table is made of. It is asked of the API itself, so that the export can show nothing
// that the API would not: the same rights, the same masked phones.
const exported = `query ($id: ID!, $after: Cursor) {
  event(id: $id) { title startsAt community { timeZone } }
  roster(eventId: $id, first: 100, after: $after) {
    edges { node { status queuePosition walkIn checkedInAt checkedOutAt shift { name startsAt } person { name phone building { name } } } }
    pageInfo { hasNextPage endCursor }
  }
}`

type rosterPage struct {
	Event struct {
		Title     string
		StartsAt  time.Time
		Community struct{ TimeZone string }
	}
	Roster struct {
		Edges    []struct{ Node rosterRow }
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
}

type rosterRow struct {
	Status                    string
	QueuePosition             *int
	WalkIn                    bool
	CheckedInAt, CheckedOutAt *time.Time
	Shift                     struct {
		Name     string
		StartsAt time.Time
	}
	Person struct {
		Name     string
		Phone    *string
		Building *struct{ Name string }
	}
}

// rosterCSV sends the roster of an event as a table, for whoever runs its door; that it was taken is on record.
func (s *Site) rosterCSV(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		plain(w, http.StatusForbidden, "Requests from other sites are refused.\n")
		return
	}
	id := chi.URLParam(r, "eventID")
	if err := s.Resolver.Rosters.NoteExport(r.Context(), id); err != nil {
		s.refuseExport(w, r, err)
		return
	}
	p, rows, err := s.wholeRoster(r.Context(), id)
	if err != nil {
		s.refuseExport(w, r, err)
		return
	}
	zone, err := time.LoadLocation(p.Event.Community.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	name := p.Event.Title + " " + p.Event.StartsAt.In(zone).Format("2006-01-02") + ".csv"
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="roster.csv"; filename*=UTF-8''`+url.PathEscape(name))
	writeTable(w, rows, zone, r.URL.Query().Get("lang") == "en")
}

// wholeRoster reads every page; what it returns first is the last of them.
func (s *Site) wholeRoster(ctx context.Context, id string) (*rosterPage, []rosterRow, error) {
	var rows []rosterRow
	variables := map[string]any{"id": id}
	for {
		p := &rosterPage{}
		if err := s.ask(ctx, exported, variables, p); err != nil {
			return nil, nil, err
		}
		for _, e := range p.Roster.Edges {
			rows = append(rows, e.Node)
		}
		if !p.Roster.PageInfo.HasNextPage {
			return p, rows, nil
		}
		variables["after"] = p.Roster.PageInfo.EndCursor
	}
}

// ask runs a query of our own as the viewer and reads the answer.
func (s *Site) ask(ctx context.Context, query string, variables map[string]any, into any) error {
	response, _ := s.run(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if len(response.Errors) > 0 {
		code, _ := response.Errors[0].Extensions["code"].(string)
		return fault.New(fault.Code(code), "%s", response.Errors[0].Message)
	}
	return json.Unmarshal(response.Data, into)
}

func (s *Site) refuseExport(w http.ResponseWriter, r *http.Request, err error) {
	status := map[fault.Code]int{fault.Unauthenticated: 401, fault.Forbidden: 403, fault.NotFound: 404, fault.BadInput: 404}[fault.Of(err)]
	var f *fault.Error
	if status == 0 || !errors.As(err, &f) {
		slog.ErrorContext(r.Context(), "export failed", "request_id", requestID(r.Context()), "err", err)
		plain(w, http.StatusInternalServerError, fmt.Sprintf("Something went wrong on our side. If it stays so, quote this number: %s\n", requestID(r.Context())))
		return
	}
	plain(w, status, f.Message+"\n")
}
