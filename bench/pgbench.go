package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// pgbenched is what PostgreSQL's own bench reaches with the least that a sign-up needs.
type pgbenched struct{ admit, insert []float64 }

// tool finds a program of PostgreSQL: in the usual folders, or where pg_config says; "" where there is none.
func tool(name string) string {
	var folders []string
	if raw, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(raw)))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Sort(sort.Reverse(sort.StringSlice(debian)))
	for _, f := range append(append([]string{os.Getenv("LINLI_PG_BIN")}, folders...), debian...) {
		path := filepath.Join(f, name)
		if _, err := os.Stat(path); f != "" && err == nil {
			return path
		}
	}
	path, _ := exec.LookPath(name)
	return path
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench runs a script for some seconds with 64 clients and tells how many transactions a second it made.
func pgbench(ctx context.Context, database, script string) (float64, error) {
	u, err := url.Parse(database)
	if err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, tool("pgbench"), "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-T", "4",
		"-f", filepath.Join("bench", "pgbench", script), "-h", u.Query().Get("host"), "-U", u.User.Username(), strings.TrimPrefix(u.Path, "/"))
	raw, err := cmd.CombinedOutput()
	m := tps.FindSubmatch(raw)
	if err != nil || m == nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, raw)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// round runs both scripts on a fresh database.
func (p *pgbenched) round(ctx context.Context, b *bench) error {
	if b.base == "" || tool("pgbench") == "" {
		return nil
	}
	h, forget, err := b.home(ctx, "postgres")
	if err != nil {
		return err
	}
	defer forget()
	if err := statements(ctx, h.database, filepath.Join("bench", "pgbench", "schema.sql")); err != nil {
		return err
	}
	for _, script := range []struct {
		file string
		into *[]float64
	}{{"admit.sql", &p.admit}, {"insert.sql", &p.insert}} {
		perSecond, err := pgbench(ctx, h.database, script.file)
		if err != nil {
			return err
		}
		*script.into = append(*script.into, perSecond)
	}
	return nil
}
