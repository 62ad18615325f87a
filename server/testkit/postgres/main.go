// Postgres runs a command with a PostgreSQL of its own, whose address the command finds in TEST_DATABASE_URL:
//
//	go run ./server/testkit/postgres [-durable] -- go test ./...
//
// Where TEST_DATABASE_URL is set already the command runs with that one, except with -durable, which always makes a
// private server with fsync on. The command's exit code is passed on.
package main

import (
	"errors"
	"flag"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"linli/server/testkit/pg"
)

func main() {
	log.SetFlags(0)
	durable := flag.Bool("durable", false, "a private server with fsync on, for measurements")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("postgres: no command to run")
	}
	os.Exit(with(*durable, flag.Args()))
}

func with(durable bool, command []string) int {
	if durable || os.Getenv("TEST_DATABASE_URL") == "" {
		start := pg.Start
		if durable {
			start = pg.StartDurable
		}
		s, err := start()
		if err != nil {
			log.Print("postgres: ", err)
			return 1
		}
		defer s.Stop()
		if err := os.Setenv("TEST_DATABASE_URL", s.URL("postgres")); err != nil {
			log.Print(err)
			return 1
		}
	}
	// The command shares our terminal and hears ^C by itself; a signal sent to us alone is passed on.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Start(); err != nil {
		log.Print("postgres: ", err)
		return 1
	}
	go func() {
		for s := range signals {
			_ = c.Process.Signal(s)
		}
	}()
	err := c.Wait()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return max(1, failed.ExitCode())
	}
	if err != nil {
		log.Print("postgres: ", err)
		return 1
	}
	return 0
}
