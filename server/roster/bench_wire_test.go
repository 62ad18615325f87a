package roster_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"linli/server/live"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/testkit"
)

// meter weighs what reaches the database. Of PostgreSQL it stands in the way to the server and counts the statements that
// pass, and asks how much was written ahead; of SQLite it asks the system how much this process wrote.
type meter struct {
	*testkit.Kit
	store                *store.Store
	statements, commits  atomic.Int64
	bytes, began         int64
	statementsAt, doneAt int64
}

func newMeter(b *testing.B, k *testkit.Kit) *meter {
	b.Helper()
	m := &meter{Kit: k, store: k.Store}
	if k.URL == "" {
		return m
	}
	u, err := url.Parse(k.URL)
	k.Must(err)
	query := u.Query()
	folder := b.TempDir()
	l, err := net.Listen("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	k.Must(err)
	b.Cleanup(func() { _ = l.Close() })
	go m.listen(l, filepath.Join(query.Get("host"), ".s.PGSQL.5432"))
	query.Set("host", folder)
	u.RawQuery = query.Encode()
	m.store, err = store.Open(context.Background(), store.Config{URL: u.String(), Hub: live.NewHub(), Now: k.Clock.Now})
	k.Must(err)
	b.Cleanup(func() { _ = m.store.Close() })
	b.Cleanup(rollup.New(m.store).Close)
	return m
}

func (m *meter) listen(l net.Listener, to string) {
	for {
		from, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", to)
		if err != nil {
			_ = from.Close()
			return
		}
		go func() { _, _ = io.Copy(from, server); _ = from.Close() }()
		go func() { m.count(server, from); _ = server.Close() }()
	}
}

// count passes on what a client sends and counts its statements, prepared ones and plain ones.
func (m *meter) count(to io.Writer, from io.Reader) {
	for begun := false; ; begun = true {
		head := make([]byte, 5)
		if !begun {
			head = head[:4] // the first message has no kind
		}
		if _, err := io.ReadFull(from, head); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(head[len(head)-4:])-4)
		if _, err := io.ReadFull(from, body); err != nil {
			return
		}
		switch {
		case begun && head[0] == 'Q' && strings.HasPrefix(string(body), "COMMIT"):
			m.commits.Add(1)
			m.statements.Add(1)
		case begun && (head[0] == 'Q' || head[0] == 'E'):
			m.statements.Add(1)
		}
		if _, err := to.Write(slices.Concat(head, body)); err != nil {
			return
		}
	}
}

func (m *meter) start() {
	m.began, m.statementsAt, m.doneAt = m.written(), m.statements.Load(), m.commits.Load()
}

func (m *meter) stop() { m.bytes += m.written() - m.began }

// written is how many bytes were written so far.
func (m *meter) written() (n int64) {
	m.Helper()
	if m.URL != "" {
		row := m.Store.SQL().QueryRow("SELECT pg_current_wal_insert_lsn() - '0/0'")
		m.Must(row.Scan(&n))
		return n
	}
	raw, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "wchar: "); ok {
			n, _ = strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
		}
	}
	return n
}

func (m *meter) report(b *testing.B, signUps int) {
	b.Helper()
	b.ReportMetric(float64(m.bytes)/float64(signUps), "bytes/signup")
	if commits := m.commits.Load() - m.doneAt; commits > 0 {
		statements := float64(m.statements.Load() - m.statementsAt)
		b.ReportMetric(statements/float64(signUps), "statements/signup")
		b.ReportMetric(statements/float64(commits), "statements/batch")
		b.ReportMetric(float64(signUps)/float64(commits), "signups/batch")
	} else if m.URL != "" {
		b.Fatal(fmt.Errorf("no commit was seen"))
	}
}
