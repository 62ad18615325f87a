package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the driver that the program has
)

// entryColumns are those of the log's table that the program fills for an arrival.
var entryColumns = []string{"id", "created_at", "community_id", "event_id", "sign_up_id", "person_id", "method", "direction", "at",
	"name", "phone_tail", "recorded_by", "device_id", "reason", "fingerprint", "warnings"}

// row is what the entry is in the table, as another entry.
func (e *doorEntry) row() []any {
	return []any{uuid.NewString(), e.at, e.community, e.EventID, e.SignUpID, e.person, e.Method, e.Direction, e.at, "", "", "", e.device, "",
		strings.Repeat("f", 43), "[]"}
}

// insertEntries writes the rows of the same entries once more into the same table, with its keys and indexes, while no server
// runs: each device's by a statement for 50 that stays prepared and is flushed, on a connection of its own where the database
// has several writers. It answers the rows a second.
func (h *home) insertEntries(ctx context.Context, all []*doorEvent) (float64, error) {
	pool, err := h.pool()
	if err != nil {
		return 0, err
	}
	defer func() { _ = pool.Close() }()
	statement := insertStatement(h.database != "")
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wait sync.WaitGroup
	rows, ready := 0, make(chan struct{})
	for _, e := range all {
		for _, d := range e.devices {
			rows += len(d.batches) * entryBatch
			s, err := pool.PrepareContext(ctx, statement)
			if err != nil {
				return 0, err
			}
			wait.Go(func() {
				<-ready
				if err := d.insert(ctx, s); err != nil {
					stop(err)
				}
			})
		}
	}
	began := time.Now()
	close(ready)
	wait.Wait()
	perSecond := float64(rows) / time.Since(began).Seconds()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	return perSecond, nil
}

func (d *doorDevice) insert(ctx context.Context, s *sql.Stmt) error {
	for _, batch := range d.batches {
		var values []any
		for _, e := range batch {
			values = append(values, e.row()...)
		}
		if _, err := s.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return s.Close()
}

// pool opens the database as the program does.
func (h *home) pool() (*sql.DB, error) {
	if h.database != "" {
		pool, err := sql.Open("postgres", h.database)
		if err != nil {
			return nil, err
		}
		pool.SetMaxOpenConns(doors)
		pool.SetMaxIdleConns(doors)
		return pool, nil
	}
	const options = "?_txlock=immediate&_time_format=sqlite&_timezone=UTC&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.Join(h.folder, "linli.db")}).EscapedPath()+options)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, errors.Join(pool.PingContext(context.Background()))
}

func insertStatement(numbered bool) string {
	n := 0
	rows := make([]string, entryBatch)
	for i := range rows {
		marks := make([]string, len(entryColumns))
		for j := range marks {
			n++
			marks[j] = "?"
			if numbered {
				marks[j] = fmt.Sprint("$", n)
			}
		}
		rows[i] = "(" + strings.Join(marks, ", ") + ")"
	}
	return "INSERT INTO attendance_entries (" + strings.Join(entryColumns, ", ") + ") VALUES " + strings.Join(rows, ", ")
}
