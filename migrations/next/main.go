// Next writes the migration that brings the tables from the newest one in migrations/ to ent/schema, for both databases.
//
//	go run ./migrations/next NAME     write it
//	go run ./migrations/next -check   only tell whether one is missing; exit 1 if so
//	go run ./migrations/next -hash    sign the folders again after an edit by hand
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	tables "linli/ent/db/migrate"
	"linli/server/testkit/pg"
)

func main() {
	log.SetFlags(0)
	check := flag.Bool("check", false, "only tell whether a migration is missing")
	hash := flag.Bool("hash", false, "sign the folders again")
	flag.Parse()
	missing := false
	for _, d := range []string{dialect.SQLite, dialect.Postgres} {
		folder := map[string]string{dialect.SQLite: "migrations/sqlite", dialect.Postgres: "migrations/postgres"}[d]
		var err error
		switch {
		case *hash:
			err = sign(folder)
		case *check:
			var drift bool
			drift, err = drifted(d, folder)
			missing = missing || drift
		case flag.NArg() == 1:
			err = write(d, folder, flag.Arg(0))
		default:
			flag.Usage()
			os.Exit(2)
		}
		if err != nil {
			log.Fatalf("%s: %v", folder, err)
		}
	}
	if missing {
		os.Exit(1)
	}
}

func sign(folder string) error {
	dir, err := sqltool.NewGooseDir(folder)
	if err != nil {
		return err
	}
	sum, err := dir.Checksum()
	if err != nil {
		return err
	}
	return migrate.WriteSumFile(dir, sum)
}

// drifted works on a copy of the folder and prints the SQL that is missing.
func drifted(d, folder string) (bool, error) {
	temp, err := os.MkdirTemp("", "linli-migrations")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	copied := filepath.Join(temp, "m")
	if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
		return false, err
	}
	if err := write(d, copied, "drift"); err != nil {
		return false, err
	}
	found, err := filepath.Glob(filepath.Join(copied, "*_drift.sql"))
	for _, f := range found {
		text, err := os.ReadFile(f)
		if err != nil {
			return false, err
		}
		fmt.Printf("%s lacks:\n%s\n", folder, text)
	}
	return len(found) > 0, err
}

// write replays the folder on an empty database and writes what is missing to reach the schema, if anything.
func write(d, folder, name string) error {
	dir, err := sqltool.NewGooseDir(folder)
	if err != nil {
		return err
	}
	drv, done, err := scratch(d)
	if err != nil {
		return err
	}
	defer done()
	m, err := schema.NewMigrate(drv, schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay),
		schema.WithFormatter(sqltool.GooseFormatter), schema.WithDropColumn(true), schema.WithDropIndex(true), schema.WithErrNoPlan(true))
	if err != nil {
		return err
	}
	err = m.NamedDiff(context.Background(), name, tables.Tables...)
	if errors.Is(err, migrate.ErrNoPlan) {
		fmt.Println(folder, "in step")
		return nil
	}
	return err
}

func scratch(d string) (*entsql.Driver, func(), error) {
	if d == dialect.SQLite {
		db, err := sql.Open("sqlite", "file:next?mode=memory&cache=shared&_pragma=foreign_keys(1)")
		return entsql.OpenDB(d, db), func() { _ = db.Close() }, err
	}
	server, err := pg.Start()
	if err != nil {
		return nil, nil, err
	}
	db, err := sql.Open("postgres", server.URL("postgres"))
	return entsql.OpenDB(d, db), func() { _ = db.Close(); server.Stop() }, err
}
