package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"linli/migrations"
)

// ErrNewer is what Migrate answers when a newer program has already changed the database.
var ErrNewer = errors.New("the database was changed by a newer Linli; start that one, or restore a backup of before")

// Migrate applies what is missing, under a lock: of several replicas that start together one does the work. It returns
// how many were applied. SQLite is migrated after a copy of the file, with foreign keys off, and checked afterwards.
func (s *Store) Migrate(ctx context.Context) (int, error) {
	pool, folder, options := s.write, "postgres", []goose.ProviderOption{}
	d := goose.DialectPostgres
	if s.Dialect == dialect.SQLite {
		own, err := s.migrationPool(ctx)
		if err != nil {
			return 0, err
		}
		defer func() { _ = own.Close() }()
		pool, folder, d = own, "sqlite", goose.DialectSQLite3
	} else {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return 0, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(d, pool, migrations.For(folder), options...)
	if err != nil {
		return 0, err
	}
	applied, err := s.apply(ctx, provider)
	if err != nil || applied == 0 || s.Dialect != dialect.SQLite {
		return applied, err
	}
	return applied, checkForeignKeys(ctx, pool)
}

func (s *Store) apply(ctx context.Context, provider *goose.Provider) (int, error) {
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the database's version: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; version > newest {
		return 0, ErrNewer
	}
	if pending, err := provider.HasPending(ctx); err != nil || !pending {
		return 0, err
	}
	if version > 0 && s.Dialect == dialect.SQLite {
		if err := s.copyBefore(ctx, version); err != nil {
			return 0, err
		}
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrating: %w", err)
	}
	return len(results), nil
}

// migrationPool is a connection of its own with foreign keys off: SQLite changes a table by making it anew, and with
// foreign keys on, dropping the old one would empty what points at it.
func (s *Store) migrationPool(ctx context.Context) (*sql.DB, error) {
	path, err := s.file(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := openFile(path, "foreign_keys(0)")
	if err == nil {
		pool.SetMaxOpenConns(1)
	}
	return pool, err
}

// file is where SQLite keeps the database.
func (s *Store) file(ctx context.Context) (path string, err error) {
	err = s.write.QueryRowContext(ctx, "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path)
	return path, err
}

func (s *Store) copyBefore(ctx context.Context, version int64) error {
	path, err := s.file(ctx)
	if err != nil {
		return err
	}
	copied := filepath.Join(filepath.Dir(path), fmt.Sprintf("before-%d-%s.db", version, time.Now().UTC().Format("20060102-150405")))
	slog.Info("copying the database before changing its tables", "file", filepath.Base(copied))
	return s.Backup(ctx, copied)
}

// Backup writes a consistent copy of the embedded database to a new file, beside a running server too. On PostgreSQL it
// answers an error: its own tools do that better.
func (s *Store) Backup(ctx context.Context, path string) error {
	if s.Dialect != dialect.SQLite {
		return errors.New("backup is for the embedded database; use pg_dump for PostgreSQL")
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s exists already", path)
	}
	_, err := s.read.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

func checkForeignKeys(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		return errors.New("the database has rows that point at nothing; restore the copy made before")
	}
	return rows.Err()
}
