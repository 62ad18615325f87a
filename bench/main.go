// Bench measures the built program from outside: how fast it starts, what it needs in memory, and how many sign-ups it
// takes when 64 phones want one event, on both databases. It runs against servers of its own on loopback and ends by itself.
//
//	make bench
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	log.SetFlags(0)
	binary := flag.String("binary", "bin/linli", "the built program")
	rounds := flag.Int("rounds", 3, "rounds of each measurement; the median is shown")
	full := flag.Bool("full", true, "also start with the full demo community")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	err := measure(ctx, &bench{binary: *binary, base: os.Getenv("TEST_DATABASE_URL"), rounds: *rounds}, *full)
	cancel()
	stop()
	if err != nil {
		log.Fatal("bench: ", err)
	}
}

// bench is what the measurements share.
type bench struct {
	binary string
	base   string // of a PostgreSQL where databases may be made
	rounds int
}

// databases are the two kinds; PostgreSQL is left out where there is none.
func (b *bench) databases() []string {
	if b.base == "" {
		log.Print("TEST_DATABASE_URL is not set: SQLite only")
		return []string{"sqlite"}
	}
	return []string{"sqlite", "postgres"}
}

func measure(ctx context.Context, b *bench, full bool) error {
	began := time.Now()
	fmt.Printf("%s/%s, %d processors, %s; medians of %d rounds\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load(), b.rounds)
	for _, kind := range b.databases() {
		s, err := b.starts(ctx, kind, full)
		if err != nil {
			return fmt.Errorf("starting on %s: %w", kind, err)
		}
		fmt.Printf("\n%s\n  start to first answered query: cold %s, warm %s\n", kind, ms(s.cold), ms(s.warm))
		if full {
			fmt.Printf("  demo full: loaded and ready in %.1f s; started again: %s to the first query, %d MB resident\n",
				s.loaded.Seconds(), ms(s.loadedWarm), s.resident>>20)
		}
		a, err := b.admission(ctx, kind)
		if err != nil {
			return fmt.Errorf("sign-ups on %s: %w", kind, err)
		}
		fmt.Printf("  sign-ups for one event       per second    p50        p99        exact\n")
		for _, r := range a {
			fmt.Printf("    %2d phone(s) at once        %8.0f   %8s   %8s      %s\n", r.phones, r.perSecond, ms(r.p50), ms(r.p99), yes(r.exact))
		}
		fmt.Printf("    %d at once : one at a time      %8.1f\n", phones, a[1].perSecond/a[0].perSecond)
	}
	fmt.Printf("\nat the end %s, after %.0f s\n", load(), time.Since(began).Seconds())
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func yes(ok bool) string {
	if ok {
		return "yes"
	}
	return "NO"
}

// load tells how busy the machine is, for figures from a busy one are not to be compared.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil || len(raw) < 4 {
		return "load unknown"
	}
	return "load " + string(raw[:4])
}
