package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"linli/server/auth"
	"linli/server/fault"
	"linli/server/viewer"
)

const (
	mostBody = 64 << 10
	// mostTime is how long one request may take.
	mostTime = 20 * time.Second
)

// graphql is the one address of the API: a websocket, or JSON by POST. Nothing else is taken, so that a form of a
// foreign page cannot reach it.
func (s *Site) graphql(w http.ResponseWriter, r *http.Request) {
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		s.sockets.accept(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept, Origin, Cookie, Authorization")
	kind, ok := negotiate(r.Header.Values("Accept"))
	h.Set("Content-Type", kind+"; charset=utf-8")
	switch {
	case r.Method != http.MethodPost:
		h.Set("Allow", "POST")
		refuse(w, http.StatusMethodNotAllowed, fault.New(fault.BadInput, "Use POST."))
	case !ok:
		refuse(w, http.StatusNotAcceptable, fault.New(fault.BadInput, "Accept application/json or application/graphql-response+json."))
	case !isJSON(r.Header.Get("Content-Type")):
		refuse(w, http.StatusUnsupportedMediaType, fault.New(fault.BadInput, "Send application/json in UTF-8."))
	case s.cross.Check(r) != nil:
		refuse(w, http.StatusForbidden, fault.New(fault.Forbidden, "Requests from other sites are refused."))
	default:
		s.post(w, r, kind)
	}
}

// post reads, limits and runs one operation.
func (s *Site) post(w http.ResponseWriter, r *http.Request, kind string) {
	ctx, cancel := context.WithTimeout(r.Context(), mostTime)
	defer cancel()
	from := s.origin(r)
	if err := s.limits.addresses.Take(from.address); err != nil {
		throttled(w, err)
		return
	}
	params, status, bad := decode(w, r)
	if bad != nil {
		refuse(w, status, bad)
		return
	}
	v, err := s.identify(ctx, s.token(r), from)
	if err != nil {
		retryAfter(w, wait(err))
		refuse(w, http.StatusServiceUnavailable, fmt.Errorf("no viewer: %w", err))
		return
	}
	if sender := v.Sender(); sender != "" {
		err = s.limits.people.Take(sender)
	} else {
		err = s.limits.strangers.Take(from.address)
	}
	if err != nil {
		throttled(w, err)
		return
	}
	ctx = auth.WithCookies(viewer.With(ctx, v), &jar{site: s, w: w})
	response, isRequestError := s.run(ctx, params)
	status = http.StatusOK
	if isRequestError && kind == graphqlJSON {
		status = http.StatusBadRequest
	}
	send(w, r, status, encode(response, isRequestError))
}

func throttled(w http.ResponseWriter, err error) {
	retryAfter(w, wait(err))
	refuse(w, http.StatusTooManyRequests, err)
}
