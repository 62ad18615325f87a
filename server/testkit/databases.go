package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"linli/migrations"
	"linli/server/store"
	"linli/server/testkit/pg"
)

// emptyFile is a migrated SQLite file, made once a test program and copied for each test.
var emptyFile = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "linli-test")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := migrate(store.Config{Data: folder}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, store.FileName))
})

func freshFile(tb testing.TB) string {
	tb.Helper()
	raw, err := emptyFile()
	if err != nil {
		tb.Fatal(err)
	}
	folder := tb.TempDir()
	if err := os.WriteFile(filepath.Join(folder, store.FileName), raw, 0o600); err != nil {
		tb.Fatal(err)
	}
	return folder
}

// server is TEST_DATABASE_URL, or a private PostgreSQL that ends with the test program.
var server = sync.OnceValues(func() (string, error) {
	if u := os.Getenv("TEST_DATABASE_URL"); u != "" {
		return u, nil
	}
	s, err := pg.Start()
	if err != nil {
		return "", err
	}
	return s.URL("postgres"), nil
})

// template is the name of a migrated database that fresh ones are copied from; its name changes with the migrations.
var template = sync.OnceValues(func() (string, error) {
	base, err := server()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	folder := migrations.For("postgres")
	names, _ := fs.Glob(folder, "*.sql")
	for _, n := range names {
		text, _ := fs.ReadFile(folder, n)
		sum.Write(text)
	}
	name := "linli_template_" + hex.EncodeToString(sum.Sum(nil))[:12]
	return name, makeTemplate(base, name)
})

// makeTemplate makes the template unless another test program has; an advisory lock orders them.
func makeTemplate(base, name string) error {
	ctx := context.Background()
	pool, err := sql.Open("postgres", base)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("the test database does not answer: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(727274)"); err != nil {
		return err
	}
	var there bool
	err = conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
	if err != nil || there {
		return err
	}
	making := name + "_making"
	for _, stmt := range []string{"DROP DATABASE IF EXISTS " + making, "CREATE DATABASE " + making} {
		if _, err := conn.ExecContext(ctx, stmt); err != nil {
			return err
		}
	}
	if err := migrate(store.Config{URL: inDatabase(base, making)}); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return err
}

func migrate(c store.Config) error {
	ctx := context.Background()
	s, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	_, err = s.Migrate(ctx)
	if closed := s.Close(); err == nil {
		err = closed
	}
	return err
}

func freshDatabase(tb testing.TB) string {
	tb.Helper()
	base, err := server()
	if err != nil {
		tb.Fatal(err)
	}
	from, err := template()
	if err != nil {
		tb.Fatal(err)
	}
	name := "linli_test_" + strings.ToLower(rand.Text()[:12])
	run := func(statement string) error {
		pool, err := sql.Open("postgres", base)
		if err != nil {
			return err
		}
		defer func() { _ = pool.Close() }()
		_, err = pool.Exec(statement)
		return err
	}
	if err := run("CREATE DATABASE " + name + " TEMPLATE " + from); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := run("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			tb.Log(err)
		}
	})
	return inDatabase(base, name)
}

func inDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(err) // it has been connected to
	}
	u.Path = "/" + name
	return u.String()
}
