package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"linli/graph"
)

// mostErrors bounds the list of errors in one answer.
const mostErrors = 10

// encode writes a response; one that never began to execute has no data at all. The data is JSON already and is copied
// as it is.
func encode(r *graphql.Response, isRequestError bool) []byte {
	var b bytes.Buffer
	b.Grow(len(r.Data) + 64)
	b.WriteByte('{')
	if len(r.Errors) > 0 {
		b.WriteString(`"errors":`)
		b.Write(encodeErrors(r.Errors))
	}
	if !isRequestError {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.WriteString(`"data":`)
		if len(r.Data) == 0 {
			b.WriteString("null")
		}
		b.Write(r.Data)
	}
	b.WriteByte('}')
	return b.Bytes()
}

func encodeErrors(list gqlerror.List) []byte {
	raw, err := json.Marshal(list[:min(len(list), mostErrors)])
	if err != nil { // a detail that is not JSON: a mistake of ours that a test of the rule would have seen
		return []byte(`[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]`)
	}
	return raw
}

// refuse answers a request that no operation was run for.
func refuse(w http.ResponseWriter, status int, err error) {
	w.WriteHeader(status)
	response := &graphql.Response{Errors: gqlerror.List{graph.Present(context.Background(), err)}}
	_, _ = w.Write(encode(response, true))
}

// smallest is the size from which compressing an answer pays.
const smallest = 1_400

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a constant
	return z
}}

// send writes an answer, compressed if it is large and the client can read that.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Add("Vary", "Accept-Encoding")
	if len(body) < smallest || !acceptsGzip(r.Header.Get("Accept-Encoding")) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(w)
	_, _ = z.Write(body)
	_ = z.Close()
}
