// Bench measures the program beside what one would do or pick instead, in one run on one machine: the verb one transaction at
// a time, PostgreSQL's own bench, PocketBase, PostGraphile; then it kills the program in a storm, again and again. It starts
// what it needs on loopback and ends by itself.
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
	"regexp"
	"runtime"
	"time"
)

func main() {
	log.SetFlags(0)
	binary := flag.String("binary", "bin/linli", "the built program")
	rounds := flag.Int("rounds", 5, "rounds of each measurement; the median is shown")
	kills := flag.Int("kills", 50, "how often the program is killed in a storm on each database")
	watchers := flag.Int("watchers", 10_000, "how many phones watch; fewer show only that it works")
	profile := flag.String("profile", "", "write a profile of the program telling everybody (part live) or writing into the log (part entries) to this file, and show its top")
	only := flag.String("only", "", "which parts, as an expression: verbs, http, live, fan, rate, spread, deaf, herd, visits, starts, entries, storms")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, 45*time.Minute)
	b := &bench{binary: *binary, base: os.Getenv("TEST_DATABASE_URL"), rounds: *rounds, kills: *kills, watchers: *watchers, profile: *profile}
	part, err := regexp.Compile(*only)
	if err == nil {
		err = b.measure(ctx, part)
	}
	cancel()
	stop()
	if err != nil {
		log.Fatal("bench: ", err)
	}
}

// bench is what the measurements share.
type bench struct {
	binary        string
	base          string // of a PostgreSQL where databases may be made
	rounds, kills int
	watchers      int
	profile       string
	tables        map[string][]row // by database
	notes         []string
	filled        map[string]*crowded // by database, those with an audience
	forgets       []func()            // of them
}

// databases are the two kinds; PostgreSQL is left out where there is none.
func (b *bench) databases() []string {
	if b.base == "" {
		log.Print("TEST_DATABASE_URL is not set: SQLite only")
		return []string{"sqlite"}
	}
	return []string{"postgres", "sqlite"}
}

// progress tells whoever waits how far it is; the table comes at the end.
func progress(format string, args ...any) {
	log.Printf("%5.0f s  %s", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
}

var began = time.Now()

func (b *bench) measure(ctx context.Context, part *regexp.Regexp) error {
	first := load()
	b.tables, b.filled = map[string][]row{}, map[string]*crowded{}
	defer func() {
		for _, forget := range b.forgets {
			forget()
		}
	}()
	for _, p := range []struct {
		name string
		run  func(context.Context) error
	}{{"verbs", b.measureVerbs}, {"http", b.measureHTTP}, {"live", b.measureLive}, {"fan", b.measureFan}, {"rate", b.measureRate},
		{"spread", b.measureSpread}, {"deaf", b.measureDeaf}, {"herd", b.measureHerd}, {"visits", b.measureVisits}, {"starts", b.measureStarts}, {"entries", b.measureEntries}, {"storms", b.measureStorms}} {
		if !part.MatchString(p.name) {
			continue
		}
		progress("%s, %s", p.name, load())
		if err := p.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	fmt.Printf("\n%s/%s, %d processors, %s at the beginning, %s at the end, %.0f s; medians of %d rounds, everything measured in turns\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), first, load(), time.Since(began).Seconds(), b.rounds)
	titles := map[string]string{"postgres": "PostgreSQL, durable: " + b.version(ctx), "sqlite": "SQLite, durable: each commit is flushed"}
	for _, kind := range b.databases() {
		if len(b.tables[kind]) > 0 {
			show(titles[kind], b.tables[kind])
		}
	}
	for _, note := range b.notes {
		fmt.Println(note)
	}
	return nil
}

func (b *bench) add(kind string, rows ...row) { b.tables[kind] = append(b.tables[kind], rows...) }

func (b *bench) measureVerbs(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "linli-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	binary, err := b.buildVerbs(ctx, folder)
	if err != nil {
		return err
	}
	v, rounds := verbs{}, &pgbenched{}
	for n := range b.rounds {
		if err := v.round(ctx, binary, "OneEvent|OneAtATime|ManyEvents|Lone"); err != nil {
			return err
		}
		if err := rounds.round(ctx, b); err != nil {
			return err
		}
		progress("round %d: one event %.0f/s on PostgreSQL, %.0f/s on SQLite", n+1, last(v["OneEvent/postgres signups/s"]), last(v["OneEvent/sqlite signups/s"]))
	}
	if err := v.round(ctx, binary, "Weight"); err != nil {
		return err
	}
	for _, kind := range b.databases() {
		b.add(kind, v.rows(kind, rounds)...)
	}
	return nil
}

func (b *bench) measureHTTP(ctx context.Context) error {
	peers := findPeers(ctx)
	var ours []*crowded
	for _, kind := range b.databases() {
		c, forget, err := b.crowd(ctx, kind)
		if err != nil {
			return err
		}
		defer forget()
		ours = append(ours, c)
	}
	all, err := b.overHTTP(ctx, ours, peers)
	if err != nil {
		return err
	}
	for _, c := range ours {
		b.add(c.kind, httpRows(c.kind, all, peers)...)
		p50, p99, err := c.offers(ctx)
		if err != nil {
			return err
		}
		b.add(c.kind, row{work: "a freed place → the next screen shows the offer", ours: ms(p50) + " / " + ms(p99), beside: fmt.Sprintf("p50 / p99 of %d", handovers), want: "p99 < 1 s"})
	}
	return nil
}

func (b *bench) measureStarts(ctx context.Context) error {
	for _, kind := range b.databases() {
		s, err := b.starts(ctx, kind)
		if err != nil {
			return err
		}
		b.add(kind, s.rows()...)
	}
	return nil
}

func (b *bench) measureStorms(ctx context.Context) error {
	lines, err := storms(ctx, b.kills)
	b.notes = append(b.notes, "\nStorms of 40 phones; afterwards every answer is in the database, none twice, nothing oversold, nobody beside a place that fits:")
	for _, l := range lines {
		b.notes = append(b.notes, "  "+l)
	}
	return err
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// load tells how busy the machine is, for figures from a busy one are not to be compared.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil || len(raw) < 4 {
		return "load unknown"
	}
	return "load " + string(raw[:4])
}
