package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"linli/server/fault"
)

const (
	plainJSON   = "application/json"
	graphqlJSON = "application/graphql-response+json"
)

// negotiate picks the media type of the answer; false: none that we have is wanted. Without a wish it is plain JSON.
func negotiate(accept []string) (string, bool) {
	wishes := strings.TrimSpace(strings.Join(accept, ","))
	if wishes == "" {
		return plainJSON, true
	}
	for wish := range strings.SplitSeq(wishes, ",") {
		kind, params, err := mime.ParseMediaType(wish)
		if err != nil || params["q"] == "0" {
			continue
		}
		if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") {
			continue
		}
		switch kind {
		case graphqlJSON, plainJSON:
			return kind, true
		case "*/*", "application/*":
			return plainJSON, true
		}
	}
	return plainJSON, false
}

func isJSON(header string) bool {
	kind, params, err := mime.ParseMediaType(header)
	charset := params["charset"]
	return err == nil && kind == plainJSON && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

// decode reads the parameters of one operation; a failure comes with its HTTP status and repeats nothing of the body.
func decode(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, *fault.Error) {
	body, err := io.ReadAll(http.MaxBytesReader(bare(w), r.Body, mostBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, http.StatusRequestEntityTooLarge, fault.New(fault.TooComplex, "A request may have at most 64 KiB.")
	}
	if err != nil {
		return nil, http.StatusBadRequest, fault.New(fault.BadInput, "The body could not be read.")
	}
	params, f := parseParams(body)
	if f != nil {
		return nil, http.StatusBadRequest, f
	}
	return params, 0, nil
}

// bare is net/http's own writer beneath those of the router: told of a body that is too large, it lets the client read
// the answer before it closes the connection on what is still coming.
func bare(w http.ResponseWriter) http.ResponseWriter {
	for {
		wrapped, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		w = wrapped.Unwrap()
	}
}

// parseParams reads {query, operationName, variables, extensions}, as a POST and a socket's subscribe message carry it.
func parseParams(raw []byte) (*graphql.RawParams, *fault.Error) {
	var p struct {
		Query         *string         `json:"query"`
		OperationName *string         `json:"operationName"`
		Variables     json.RawMessage `json:"variables"`
		Extensions    json.RawMessage `json:"extensions"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if d.Decode(&p) != nil || d.More() || !startsObject(raw) {
		return nil, fault.New(fault.BadInput, "Send one JSON object with query, variables and operationName.")
	}
	if p.Query == nil || *p.Query == "" {
		return nil, fault.New(fault.BadInput, "The query is missing.")
	}
	out := &graphql.RawParams{Query: *p.Query}
	if p.OperationName != nil {
		out.OperationName = *p.OperationName
	}
	if !object(p.Variables, &out.Variables) || !object(p.Extensions, &out.Extensions) {
		return nil, fault.New(fault.BadInput, "variables and extensions must be objects.")
	}
	return out, nil
}

// object reads an object or null; numbers stay as they are written, so that large ones do not change.
func object(raw json.RawMessage, into *map[string]any) bool {
	if len(raw) == 0 || string(raw) == "null" {
		return true
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return startsObject(raw) && d.Decode(into) == nil
}

func startsObject(raw []byte) bool {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	return len(raw) > 0 && raw[0] == '{'
}
