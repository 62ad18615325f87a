package main

import (
	"database/sql"
	"math/rand/v2"
	"testing"
	"time"

	"linli/server/testkit/pg"
)

// The PostgreSQL of the storms is a private one with durability on, which can be restarted.
func TestStormsOnPostgres(t *testing.T) {
	server, err := pg.StartDurable()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	begin := func(t *testing.T, name string) (*postgres, *crowd, *running) {
		p := &postgres{T: t, server: server, name: name}
		p.statement("CREATE DATABASE " + name)
		c, r := newCrowd(t, "DATABASE_URL="+server.URL(name))
		return p, c, r
	}
	t.Run("killed", func(t *testing.T) {
		p, c, r := begin(t, "killed")
		c.killed(r, p.quiet)
	})
	t.Run("killed at the door", func(t *testing.T) {
		p, c, r := begin(t, "door")
		c.killedAtTheDoor(r, p.quiet)
	})
	t.Run("restarted", func(t *testing.T) {
		_, c, _ := begin(t, "restarted")
		c.lost(3, func() {
			if err := server.Crash(); err != nil {
				t.Fatal(err)
			}
		})
	})
	t.Run("cut", func(t *testing.T) {
		p, c, _ := begin(t, "cut")
		c.lost(10, p.cut)
	})
}

// lost takes the database away from the running program again and again: everybody gets a right answer in the end, and
// soon.
func (c *crowd) lost(times int, take func()) {
	c.Helper()
	random := rand.New(rand.NewPCG(c.seed, 0))
	c.rage()
	var longest time.Duration
	for range times {
		c.reach(random.IntN(200))
		take()
		back := time.Now()
		c.reach(len(c.actors)) // more than had an answer on its way
		longest = max(longest, time.Since(back))
	}
	c.calm()
	c.check(true)
	c.again()
	c.check(true)
	if c.Logf("taken away %d times, %d answers, everybody served again after %v", times, c.answered.Load(), longest); longest > 10*time.Second {
		c.Errorf("seed %d: it took %v to recover", c.seed, longest)
	}
}

// postgres is the database of one storm.
type postgres struct {
	*testing.T
	server *pg.Server
	name   string
}

func (p *postgres) statement(text string) (n int) {
	p.Helper()
	pool, err := sql.Open("postgres", p.server.URL("postgres"))
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	rows, err := pool.Query(text)
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		_ = rows.Scan(&n)
	}
	if err := rows.Err(); err != nil {
		p.Fatal(err)
	}
	return n
}

const connections = " FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "

// cut ends every connection to the database.
func (p *postgres) cut() {
	p.Helper()
	p.statement("SELECT count(pg_terminate_backend(pid))" + connections + "'" + p.name + "'")
}

// quiet waits until nothing that a program left is at work there any more.
func (p *postgres) quiet() {
	p.Helper()
	for late := time.Now().Add(20 * time.Second); p.statement("SELECT count(*)"+connections+"'"+p.name+"'") > 0; {
		if time.Now().After(late) {
			p.Fatal("connections stay open")
		}
	}
}
