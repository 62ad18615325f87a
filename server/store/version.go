package store

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"

	"linli/migrations"
)

// ErrOlder is what Fits answers when the tables are not yet those of this program.
var ErrOlder = errors.New("the database is not up to date yet; start the server first, or run its command migrate")

// Fits answers nil when the tables are those that this program knows, else ErrNewer or ErrOlder. It changes nothing: it is
// for what works beside a running server.
func (s *Store) Fits(ctx context.Context) error {
	folder, exists := "postgres", "SELECT to_regclass('goose_db_version') IS NOT NULL"
	if s.Dialect == dialect.SQLite {
		folder, exists = "sqlite", "SELECT count(*) > 0 FROM sqlite_master WHERE name = 'goose_db_version'"
	}
	newest, err := newest(folder)
	if err != nil {
		return err
	}
	var there bool
	if err := s.read.QueryRowContext(ctx, exists).Scan(&there); err != nil {
		return err
	}
	version := int64(0)
	if there {
		if err := s.read.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version); err != nil {
			return err
		}
	}
	switch {
	case version > newest:
		return ErrNewer
	case version < newest:
		return ErrOlder
	}
	return nil
}

// newest is the version that the last migration of a folder leads to; its file's name begins with it.
func newest(folder string) (int64, error) {
	files, err := fs.Glob(migrations.For(folder), "*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.Join(err, errors.New("no migrations"))
	}
	version, _, _ := strings.Cut(files[len(files)-1], "_") // Glob answers in order
	return strconv.ParseInt(version, 10, 64)
}
