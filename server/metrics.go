package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"time"

	"linli/server/web"
)

// serveMetrics answers on the private address, if there is one: figures in the text form that Prometheus reads, and
// profiles. It ends with ctx.
func (p *program) serveMetrics(ctx context.Context, site *web.Site) error {
	if p.config.MetricsAddress == "" {
		return nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", p.config.MetricsAddress)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) { p.figures(w, site) })
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("no more metrics", "err", err)
		}
	}()
	return nil
}

func (p *program) figures(w http.ResponseWriter, site *web.Site) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	requests, failed, sockets := site.Figures()
	folds, checks, drifted := p.rollUps.Metrics()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	for _, f := range []struct {
		name, kind string
		value      uint64
	}{
		{"linli_requests_total", "counter", requests},
		{"linli_requests_failed_total", "counter", failed},
		{"linli_sockets_open", "gauge", sockets},
		{"linli_rollup_folds_total", "counter", folds},
		{"linli_rollup_checks_total", "counter", checks},
		{"linli_rollup_drifted_total", "counter", drifted},
		{"linli_goroutines", "gauge", uint64(runtime.NumGoroutine())},
		{"linli_heap_bytes", "gauge", m.HeapAlloc},
		{"linli_memory_bytes", "gauge", m.Sys},
	} {
		_, _ = fmt.Fprintf(w, "# TYPE %s %s\n%s %d\n", f.name, f.kind, f.name, f.value)
	}
}
