package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"time"

	_ "github.com/lib/pq" // for replicas there is PostgreSQL

	"linli/server/testkit/pg"
)

// database makes an empty database for replicas that a test may start: on TEST_DATABASE_URL, or on a PostgreSQL that
// lives as long as the command. The command finds it in LINLI_REPLICAS_DATABASE. The answer removes it.
func database() (func(), error) {
	base, stop := os.Getenv("TEST_DATABASE_URL"), func() {}
	if base == "" {
		s, err := pg.Start()
		if err != nil {
			return nil, err
		}
		base, stop = s.URL("postgres"), s.Stop
	}
	name := fmt.Sprintf("linli_e2e_%d", time.Now().UnixNano())
	own, err := url.Parse(base)
	if err == nil {
		err = execute(base, "CREATE DATABASE "+name)
	}
	if err != nil {
		stop()
		return nil, err
	}
	own.Path = "/" + name
	remove := func() {
		_ = execute(base, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
		stop()
	}
	return remove, os.Setenv("LINLI_REPLICAS_DATABASE", own.String())
}

func execute(address, statement string) error {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err = db.ExecContext(ctx, statement)
	return err
}
