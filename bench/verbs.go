package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// verbs are the figures of the Go benchmarks of the verb, one for each round, by "OneEvent/postgres signups/s".
type verbs map[string][]float64

// buildVerbs builds the benchmarks, which call the program's own packages and so are no part of this module.
func (b *bench) buildVerbs(ctx context.Context, into string) (string, error) {
	path := filepath.Join(into, "roster.test")
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-o", path, "./server/roster")
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
}

var (
	result = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)
	figure = regexp.MustCompile(`([0-9.e+]+) (\S+)`)
)

// round runs those benchmarks once and keeps their figures.
func (v verbs) round(ctx context.Context, binary, which string) error {
	cmd := exec.CommandContext(ctx, binary, "-test.run", "^$", "-test.bench", which, "-test.benchtime", "1x")
	cmd.Dir = filepath.Join("server", "roster")
	raw, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, raw)
	}
	for line := range strings.Lines(string(raw)) {
		m := result.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		for _, f := range figure.FindAllStringSubmatch(m[2], -1) {
			n, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				return err
			}
			v[m[1]+" "+f[2]] = append(v[m[1]+" "+f[2]], n)
		}
	}
	return nil
}

// of is the median of a figure; 0 when there is none.
func (v verbs) of(name string) float64 { return middleOf(v[name]) }

func middleOf(rounds []float64) float64 {
	if len(rounds) == 0 {
		return 0
	}
	return median(rounds)
}

func last(rounds []float64) float64 {
	if len(rounds) == 0 {
		return 0
	}
	return rounds[len(rounds)-1]
}

// rows are the lines of the table that the benchmarks give.
func (v verbs) rows(kind string, p *pgbenched) []row {
	one := v.of("OneEvent/" + kind + " signups/s")
	atATime := map[string]string{"postgres": "10×", "sqlite": "5×"}[kind]
	rows := []row{versus("the verb, 64 callers, one event", one, "one transaction at a time", v.of("OneAtATime/"+kind+" signups/s"), atATime)}
	many := v.of("ManyEvents/" + kind + " signups/s")
	if kind == "postgres" {
		rows = append(rows, versus("", one, "pgbench: conditional update and insert", middleOf(p.admit), "5×"),
			versus("the verb, 64 callers, 16 events", many, "pgbench: single rows", middleOf(p.insert), "0.5×"))
	} else {
		rows = append(rows, row{work: "the verb, 64 callers, 16 events", ours: rate(many)})
	}
	with, past := v.of("Lone/"+kind+" admitted-µs"), v.of("Lone/"+kind+" past-µs")
	lone := row{work: "somebody alone, median", ours: fmt.Sprintf("%.0f µs", with), beside: "past the admitter", theirs: fmt.Sprintf("%.0f µs", past), want: "≤ 1.1×"}
	if past > 0 {
		lone.ratio = fmt.Sprintf("%.2f×", with/past)
	}
	rows = append(rows, lone)
	for _, size := range []string{"1", "8", "64"} {
		at := "Weight/" + size + "/" + kind + " "
		weight := row{work: "a sign-up in batches of " + size, ours: fmt.Sprintf("%.0f bytes", v.of(at+"bytes/signup"))}
		if kind == "postgres" {
			weight.ours += fmt.Sprintf(", %.2f statements", v.of(at+"statements/signup"))
			weight.beside = fmt.Sprintf("%.1f statements a batch", v.of(at+"statements/batch"))
		}
		rows = append(rows, weight)
	}
	return rows
}
