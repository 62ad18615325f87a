package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

var told = regexp.MustCompile(`_storm_test\.go:\d+: (.*)$`)

// storms runs the tests that kill the program and take its database away, with so many kills on each database, and returns
// what they say; one that fails fails the bench.
func storms(ctx context.Context, kills int) (lines []string, err error) {
	raw, err := exec.CommandContext(ctx, "go", "test", "./server", "-run", "Storm", "-count", "1", "-timeout", "15m", "-v", "-kills", strconv.Itoa(kills)).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("a storm did harm: %w\n%s", err, raw)
	}
	test := ""
	for line := range strings.Lines(string(raw)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "=== RUN   "); ok {
			test = name
		} else if m := told.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			lines = append(lines, test+": "+m[1])
		}
	}
	return lines, nil
}
